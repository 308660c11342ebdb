package io.vertikv.store.raftlog;

/** Who waits for an operation; one object can serve all operations of a group or a loop. */
public interface AckTarget {
  /**
   * The operation is as durable as the sync mode promises. Called on the loop that was given with it, once, in the order
   * in which that loop's operations were accepted.
   */
  void onDurable(LogOperation operation);
}
