package io.vertikv.store.rpc.link;

/** Something that must have happened by a time. In at most one {@link DeadlineWheel}, whose list of a slot it is part of. */
abstract class Deadline {
  final long nanos;
  Deadline before;
  Deadline after;

  Deadline(long nanos) { this.nanos = nanos; }

  /** The time has come; it is no longer in the wheel. */
  abstract void expired();
}
