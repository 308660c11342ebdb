package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The keys with unapplied writes in order, for scans. Sorting costs as much as the write itself and few writes are ever
 * scanned while pending, so it is done when a scan comes, for what came in since the last one.
 */
final class PendingIndex {
  private static final int LATE_MAX = 1 << 16;

  private final NavigableMap<byte[], KeyState> sorted = new TreeMap<>(Arrays::compareUnsigned);
  private final ArrayList<KeyState> late = new ArrayList<>();
  private int purgeAt = LATE_MAX;

  /** A row that was clean has been written. */
  void add(KeyState state) {
    if (state.indexed) return;
    state.indexed = true;
    late.add(state);
    if (late.size() >= LATE_MAX) forgetClean();
  }

  /** The pending rows of a range, in order. */
  List<KeyState> in(KeyRange range) {
    for (KeyState state : late) sorted.put(state.key, state);
    late.clear();
    if (sorted.size() >= purgeAt) {
      sorted.values().removeIf(PendingIndex::dropIfClean);
      purgeAt = Math.max(LATE_MAX, 2 * sorted.size());
    }
    NavigableMap<byte[], KeyState> part = sorted.tailMap(range.start(), true);
    if (!range.unbounded()) {
      if (Arrays.compareUnsigned(range.start(), range.end()) >= 0) return List.of();
      part = part.headMap(range.end(), false);
    }
    List<KeyState> found = new ArrayList<>();
    for (var rows = part.values().iterator(); rows.hasNext();) {
      KeyState state = rows.next();
      if (state.batch != null) {
        found.add(state);
      } else {
        state.indexed = false;
        rows.remove();
      }
    }
    return found;
  }

  private void forgetClean() {
    late.removeIf(PendingIndex::dropIfClean);
    sorted.values().removeIf(PendingIndex::dropIfClean);
    if (late.size() >= LATE_MAX / 2) {
      for (KeyState state : late) sorted.put(state.key, state);
      late.clear();
    }
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
