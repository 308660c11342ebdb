package io.vertikv.raft.ready;

/** Why a leader did not take a proposal. Nothing was done in any of these cases. */
public enum DropReason {
  /** Leadership is being handed over. */
  TRANSFERRING,
  /** Too much is proposed and not yet committed. */
  BACKLOG_FULL,
  /** The leader has been removed and only waits for that to be committed. */
  LEAVING,
  /** An earlier membership change is not finished. */
  CHANGE_IN_PROGRESS,
  /** Nothing of this leader's own term is committed yet, so it may not change the membership. */
  NOT_YET_COMMITTED_IN_TERM,
  /** A learner to be promoted is not keeping up, so it would weaken the quorum. */
  LEARNER_BEHIND,
  /** The change does not fit the current membership. */
  INVALID_CHANGE
}
