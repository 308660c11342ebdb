package io.vertikv.raft;

import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.VoteRequest;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.quorum.VoteTally;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.RoleName;

/**
 * Asks for votes in a new term (paper §5.2). Its requests leave after its own term and vote are durable (the outbox
 * sees to it), so by the time that anybody answers, its own vote counts; a sole voter needs no answer and is held back
 * by the same rule.
 */
final class Candidate implements Role {
  private final Replica replica;
  private final Transitions transitions;
  private final VoteTally votes = new VoteTally();

  Candidate(Replica replica, Transitions transitions) {
    this.replica = replica;
    this.transitions = transitions;
  }

  void start(boolean transfer) {
    PeerSet voters = replica.membership().voters().union(replica.membership().outgoing());
    VoteRequest request = new VoteRequest(replica.self, replica.ballot.term(), replica.log.lastMark(), transfer);
    replica.ask(voters, request);
    count(replica.self, true);
  }

  @Override
  public RoleName name() { return RoleName.CANDIDATE; }

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
  public void on(VoteReply reply) { count(reply.from(), reply.granted()); }

  private void count(long peer, boolean granted) {
    votes.record(peer, granted);
    switch (replica.membership().quorum().outcome(votes)) {
      case WON -> transitions.becomeLeader();
      case LOST -> transitions.becomeFollower(replica.ballot.term(), 0);
      case PENDING -> {
      }
    }
  }
}
