package io.vertikv.store.raftlog;

/** Whether the log writer took an operation. Anything but {@code ACCEPTED} means that nothing was queued. */
public enum Admission {
  ACCEPTED,
  /** The queue is full: try again when something queued before was acknowledged, or at the next tick. */
  BUSY,
  /** The disk is full; operations without entries are still taken. Try again at the next tick. */
  DISK_FULL,
  /** The writer was closed, or the log is poisoned. */
  CLOSED
}
