package io.vertikv.store.raftlog;

import java.util.ArrayDeque;

/**
 * Bounds the payloads of new entries that stay in memory, over all groups, first in first out: followers and the apply
 * worker read what has just been written. Owned by the writer; the entries themselves hang in the groups' indexes.
 */
final class EntryCache {
  /** What an entry costs in memory besides its payload. */
  private static final int OVERHEAD_BYTES = 96;

  private final long bytesMax;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private long bytes;

  EntryCache(long bytesMax) { this.bytesMax = bytesMax; }

  private record Held(GroupIndex group, StoredEntry entry) {}

  /** True when the entry may be kept. */
  boolean admits(StoredEntry entry) { return cost(entry) <= bytesMax; }

  void added(GroupIndex group, StoredEntry entry) {
    if (!admits(entry)) {
      group.evict(entry);
      return;
    }
    held.add(new Held(group, entry));
    bytes += cost(entry);
    while (bytes > bytesMax) drop();
  }

  /** Lets go of the oldest ones that were compacted or overwritten meanwhile. */
  void prune() {
    while (!held.isEmpty() && !held.peek().group.keeps(held.peek().entry)) drop();
  }

  long bytes() { return bytes; }

  private void drop() {
    Held oldest = held.remove();
    oldest.group.evict(oldest.entry);
    bytes -= cost(oldest.entry);
  }

  private static long cost(StoredEntry entry) { return OVERHEAD_BYTES + entry.payload().length(); }
}
