package io.vertikv.raft;

import io.vertikv.raft.invariant.Invariant;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRejected;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.HeartbeatReply;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.PreVoteRequest;
import io.vertikv.raft.message.Quiesce;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.ReadIndexReply;
import io.vertikv.raft.message.ReadIndexRequest;
import io.vertikv.raft.message.StaleTerm;
import io.vertikv.raft.message.TimeoutNow;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.VoteRequest;
import io.vertikv.raft.message.WakeUp;

/** The only place that compares the terms of messages with ours (paper §5.1). */
final class TermGate {
  private final Replica replica;
  private final Transitions transitions;

  TermGate(Replica replica, Transitions transitions) {
    this.replica = replica;
    this.transitions = transitions;
  }

  /** True when the message is for the current role to deal with. */
  boolean admit(RaftMessage message) {
    long term = replica.ballot.term();
    if (message.term() < term) {
      answerOlder(message);
      return false;
    }
    if (message.term() > term && !admitNewer(message)) return false;
    if (message.isFromLeader()) yieldTo(message.from());
    return true;
  }

  private boolean admitNewer(RaftMessage message) {
    return switch (message) {
      case PreVoteRequest _ -> true; // a wanted term, not an existing one
      case PreVoteReply reply when reply.granted() -> true; // the term that we wanted
      // A cut-off or removed peer must not drive up terms while there is a leader; a transfer comes with its blessing.
      case VoteRequest request when !request.transfer() && isInUse() -> false;
      case PreVoteReply _,VoteRequest _,VoteReply _,AppendRequest _,AppendAccepted _,AppendRejected _,Heartbeat _,HeartbeatReply _,InstallSnapshot _,Quiesce _,ReadIndexRequest _,ReadIndexReply _,StaleTerm _,TimeoutNow _,WakeUp _ -> {
        transitions.becomeFollower(message.term(), 0);
        yield true;
      }
    };
  }

  /** We lead (and step down by ourselves when the quorum goes), or have promised somebody to wait. */
  private boolean isInUse() {
    return transitions.role() instanceof Leader || replica.keepsPromise();
  }

  /** A leader of an older term would never learn that it is over if nobody told it; answers of older terms mean nothing. */
  private void answerOlder(RaftMessage message) {
    long term = replica.ballot.term();
    switch (message) {
      case AppendRequest _,Heartbeat _,InstallSnapshot _,Quiesce _ ->
        replica.outbox.send(message.from(), new StaleTerm(replica.self, term));
      case PreVoteRequest _ -> replica.outbox.send(message.from(), new PreVoteReply(replica.self, term, false));
      case VoteRequest _ -> replica.outbox.send(message.from(), new VoteReply(replica.self, term, false));
      case PreVoteReply _,VoteReply _,AppendAccepted _,AppendRejected _,HeartbeatReply _,ReadIndexRequest _,ReadIndexReply _,StaleTerm _,TimeoutNow _,WakeUp _ ->
        {
        }
    }
  }

  private void yieldTo(long leader) {
    switch (transitions.role()) {
      case Follower _ -> {
      }
      case PreCandidate _,Candidate _ -> transitions.becomeFollower(replica.ballot.term(), leader);
      case Leader _ -> Invariant.check(false, "peer %s leads in term %s as well", leader, replica.ballot.term());
    }
    long known = replica.leader();
    Invariant.check(known == 0 || known == leader, "peers %s and %s lead in term %s", known, leader,
        replica.ballot.term());
    replica.heardFrom(leader);
  }
}
