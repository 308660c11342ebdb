package io.vertikv.raft;

import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.PreVoteRequest;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.VoteRequest;

/**
 * Answers candidates; the same in every role. A learner answers too: it is asked only by a candidate in whose log it
 * is a voter, and whose log is then ahead of the learner's. A peer that does not know yet who takes part answers likewise: it is
 * asked only where it was meant to be from the beginning of the candidate's log on, and may be needed for a majority.
 */
final class Voter {
  private final Replica replica;
  private final Transitions transitions;

  Voter(Replica replica, Transitions transitions) {
    this.replica = replica;
    this.transitions = transitions;
  }

  void on(PreVoteRequest request) {
    boolean grant = request.term() > replica.ballot.term() && !transitions.isInUse()
        && replica.safety.isLogGoodEnough(request.last(), replica.log.lastMark());
    long term = grant ? request.term() : replica.ballot.term();
    replica.outbox.send(request.from(), new PreVoteReply(replica.self, term, grant));
  }

  void on(VoteRequest request) {
    Ballot ballot = replica.ballot;
    boolean grant = (request.transfer() || !transitions.isInUse())
        && replica.safety.mayVoteFor(request.from(), ballot.vote(), replica.leader())
        && replica.safety.isLogGoodEnough(request.last(), replica.log.lastMark());
    if (!grant) {
      replica.outbox.send(request.from(), new VoteReply(replica.self, ballot.term(), false));
      return;
    }
    ballot.voteFor(request.from());
    replica.timer.reset();
    replica.outbox.sendAfterSync(request.from(), new VoteReply(replica.self, ballot.term(), true));
  }
}
