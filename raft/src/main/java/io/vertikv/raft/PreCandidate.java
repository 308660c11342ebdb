package io.vertikv.raft;

import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.PreVoteRequest;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.quorum.VoteTally;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.RoleName;

/** Asks whether an election could be won before it disturbs anybody (dissertation §9.6). Its term does not change. */
final class PreCandidate implements Role {
  private final Replica replica;
  private final Transitions transitions;
  private final VoteTally votes = new VoteTally();

  PreCandidate(Replica replica, Transitions transitions) {
    this.replica = replica;
    this.transitions = transitions;
  }

  void start() {
    PeerSet voters = replica.membership().voters().union(replica.membership().outgoing());
    PreVoteRequest request = new PreVoteRequest(replica.self, replica.ballot.term() + 1, replica.log.lastMark());
    replica.ask(voters, request);
    count(replica.self, true);
  }

  @Override
  public RoleName name() { return RoleName.PRE_CANDIDATE; }

  /** The question may have been lost: those who were asked may not have been there yet. */
  @Override
  public void campaign() { transitions.becomePreCandidate(); }

  @Override
  public void onTick(long patienceNanos) {
    replica.timer.advance(patienceNanos);
    if (replica.timer.isExpired()) transitions.becomePreCandidate();
  }

  @Override
  public ProposeOutcome propose(Payload payload) { return new ProposeOutcome.NotLeader(0); }

  @Override
  public ProposeOutcome proposeMembership(MembershipChange change) { return new ProposeOutcome.NotLeader(0); }

  @Override
  public void readIndex(ReadContext context) { replica.outbox.readFailed(context); }

  @Override
  public void on(PreVoteReply reply) {
    boolean stale = reply.granted() && reply.term() != replica.ballot.term() + 1;
    if (!stale) count(reply.from(), reply.granted());
  }

  private void count(long peer, boolean granted) {
    votes.record(peer, granted);
    switch (replica.membership().quorum().outcome(votes)) {
      case WON -> transitions.becomeCandidate(false);
      case LOST -> transitions.becomeFollower(replica.ballot.term(), 0);
      case PENDING -> {
      }
    }
  }
}
