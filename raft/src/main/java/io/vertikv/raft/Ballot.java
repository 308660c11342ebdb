package io.vertikv.raft;

import io.vertikv.raft.invariant.Invariant;
import io.vertikv.raft.log.HardState;

/** Term and vote, and how much of them is on disk. Both only ever move forward. */
final class Ballot {
  private long term;
  private long vote;
  private long durableTerm;
  private boolean changed;

  Ballot(HardState restored) {
    term = restored.term();
    vote = restored.vote();
    durableTerm = term;
  }

  long term() { return term; }

  long vote() { return vote; }

  void enterTerm(long newer) {
    Invariant.check(newer > term, "term %s after %s", newer, term);
    term = newer;
    vote = 0;
    changed = true;
  }

  void voteFor(long peer) {
    if (vote == peer) return;
    vote = peer;
    changed = true;
  }

  /** A message that reveals a term may leave only when a restart would remember it. */
  boolean isTermDurable() {
    return durableTerm == term;
  }

  void onDurable(long writtenTerm) { durableTerm = Math.max(durableTerm, writtenTerm); }

  boolean isChanged() { return changed; }

  HardState handOut(long commit) {
    changed = false;
    return new HardState(term, vote, commit);
  }
}
