package io.vertikv.raft.ready;

/** What became of a proposal at the door. */
public sealed interface ProposeOutcome {
  /**
   * It has a place in this leader's log. Whether it commits is known when that (index, term) does, or another takes
   * its index.
   */
  record Proposed(long index, long term) implements ProposeOutcome {}

  /** Try there; 0 when no leader is known. */
  record NotLeader(long leader) implements ProposeOutcome {}

  record Dropped(DropReason reason) implements ProposeOutcome {}
}
