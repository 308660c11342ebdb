package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The keys with unapplied writes in order, for scans. Sorting costs as much as the write itself and few writes are ever
 * scanned while pending: most are applied a moment later. So a written row is only noted; when a scan comes, what is still
 * pending of the noted ones is sorted in. Rows that have become clean are dropped whenever the list has doubled.
 */
final class PendingIndex {
  private static final int CLEAN_AT_LEAST = 4096;

  private final NavigableMap<byte[], KeyState> sorted = new TreeMap<>(Arrays::compareUnsigned);
  private final ArrayList<KeyState> late = new ArrayList<>();
  private int cleanLateAt = CLEAN_AT_LEAST;
  private int cleanSortedAt = CLEAN_AT_LEAST;

  /** A row that was clean has been written. */
  void add(KeyState state) {
    if (state.indexed) return;
    state.indexed = true;
    late.add(state);
    if (late.size() < cleanLateAt) return;
    late.removeIf(PendingIndex::dropIfClean);
    cleanLateAt = Math.max(CLEAN_AT_LEAST, 2 * late.size());
  }

  /** The pending rows of a range, in order. */
  List<KeyState> in(KeyRange range) {
    sortLate();
    NavigableMap<byte[], KeyState> part = sorted.tailMap(range.start(), true);
    if (!range.unbounded()) {
      if (Arrays.compareUnsigned(range.start(), range.end()) >= 0) return List.of();
      part = part.headMap(range.end(), false);
    }
    List<KeyState> found = new ArrayList<>();
    for (KeyState state : part.values()) if (state.batch != null) found.add(state);
    return found;
  }

  private void sortLate() {
    for (KeyState state : late) if (!dropIfClean(state)) sorted.put(state.key, state);
    late.clear();
    if (sorted.size() < cleanSortedAt) return;
    sorted.values().removeIf(PendingIndex::dropIfClean);
    cleanSortedAt = Math.max(CLEAN_AT_LEAST, 2 * sorted.size());
  }

  private static boolean dropIfClean(KeyState state) {
    if (state.batch != null) return false;
    state.indexed = false;
    return true;
  }

  void clear() {
    late.clear();
    sorted.clear();
  }
}
