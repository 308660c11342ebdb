package io.vertikv.store.raftlog;

/** Whether a group's log may be believed. */
public sealed interface GroupHealth {
  GroupHealth HEALTHY = new Healthy();

  record Healthy() implements GroupHealth {}

  /**
   * Something of this group that had been synced cannot be read any more, or may be among what cannot be read. Its
   * votes and acknowledgements are void: the peer must not take part until it was removed and built anew elsewhere.
   */
  record Quarantined(String reason) implements GroupHealth {}
}
