package io.vertikv.raft;

import io.vertikv.raft.invariant.Invariant;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.PreVoteRequest;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.StaleTerm;
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

  /** A newer term makes followers of us all, with three exceptions. */
  private boolean admitNewer(RaftMessage message) {
    if (message instanceof PreVoteRequest) return true; // a wanted term, not an existing one
    if (message instanceof PreVoteReply reply && reply.granted()) return true; // the term that we wanted
    // A cut-off or removed peer must not drive up terms while there is a leader; a transfer comes with its blessing.
    if (message instanceof VoteRequest request && !request.transfer() && transitions.isInUse()) {
      transitions.role().wake();
      return false;
    }
    transitions.becomeFollower(message.term(), 0);
    return true;
  }

  /**
   * A leader of an older term would never learn that it is over if nobody told it; answers of older terms mean
   * nothing.
   */
  private void answerOlder(RaftMessage message) {
    long term = replica.ballot.term();
    if (message.isFromLeader()) replica.outbox.send(message.from(), new StaleTerm(replica.self, term));
    if (message instanceof PreVoteRequest)
      replica.outbox.send(message.from(), new PreVoteReply(replica.self, term, false));
    if (message instanceof WakeUp) transitions.role().wake(); // whoever asks has been away
    if (message instanceof VoteRequest) replica.outbox.send(message.from(), new VoteReply(replica.self, term, false));
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
