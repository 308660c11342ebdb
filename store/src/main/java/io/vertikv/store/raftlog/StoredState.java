package io.vertikv.store.raftlog;

/** A group's hard state: what Raft must not forget besides its entries. A vote of 0 means none. */
public record StoredState(long term, long vote, long commit) {
  public static final StoredState NONE = new StoredState(0, 0, 0);
}
