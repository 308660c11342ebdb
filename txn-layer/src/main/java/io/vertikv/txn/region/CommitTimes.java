package io.vertikv.txn.region;

/** When a batch passed the stages between its run and the release of what waited for it; monotonic nanoseconds. */
public interface CommitTimes {
  /** The log was given it. */
  long proposedNanos();

  /** The loop learned that this store's own log has it. */
  long loggedNanos();

  /** The loop learned that it is committed. */
  long committedNanos();
}
