package io.vertikv.txn.region;

import io.vertikv.txn.Tx;
import java.util.function.Consumer;

/**
 * One unit of work for a region: a command, or a whole MULTI block. Exactly one of {@link #completed} and
 * {@link #failed} is called, once, on the loop it was submitted from.
 */
public interface RegionOperation {
  /** How it wants to be run. */
  enum Mode {
    /** Never writes. */
    READ,
    /** May write. */
    WRITE,
    /** Runs alone: everything before it is applied, nothing after it has started. For {@link Tx#deleteRange}. */
    EXCLUSIVE
  }

  Mode mode();

  /** The keys it will read first, as far as they are known beforehand; asked for only when something was missing. */
  void keys(Consumer<byte[]> each);

  /**
   * The keys that decide which region runs it, the same at every call. None: it can only be sent where all keys are in one
   * region, or to a region that the sender names.
   */
  default void routingKeys(Consumer<byte[]> each) {
    keys(each);
  }

  /**
   * Does the work and keeps the outcome to itself. May be run again from the start, as long as it was not completed.
   * A failed command is an outcome, not an exception; it must leave no writes (see {@link Tx#rollbackTo}).
   */
  void run(Tx tx);

  /** Everything that it read or wrote is committed: the outcome may leave now. */
  void completed();

  /** For measuring, on the region's loop, right before it is completed: when the batch that it waited for came how far. */
  default void released(CommitTimes times) {}

  void failed(RegionFailure failure);

  /** Under which name its outcome is remembered by all replicas; null: not remembered. */
  default RequestId request() {
    return null;
  }

  /** The outcome of the last run, for {@link #recall}; asked for when there is a {@link #request} and something was written. */
  default byte[] outcome() {
    throw new IllegalStateException("an operation with a request id must tell its outcome");
  }

  /** It was done before, at this leader or an earlier one, with this outcome; {@link #completed} follows. */
  default void recall(byte[] outcome) {
    throw new IllegalStateException("an operation with a request id must take its outcome back");
  }

  /**
   * False for one that only looks for work to do, in other operations: it may see what is no longer so, and neither wakes
   * a sleeping group nor keeps it from sleep.
   */
  default boolean wantsProof() {
    return true;
  }

  /** Operations of one lane run in the order of their submission, whatever has to be loaded for them; null: no lane. */
  default Lane lane() {
    return null;
  }
}
