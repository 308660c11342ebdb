package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;
import java.util.ArrayDeque;

/**
 * Replaced versions in the order of what replaced them, dropped when that has fallen behind the safe point. Bounded: when
 * it is full the oldest is forgotten and left to the collector's scan, as is all of it in a restart. Of the apply thread.
 */
final class HistoryGarbage {
  /** How much is dropped beside one write, so that a long queue does not make one write slow. */
  private static final int DROPS_PER_CALL = 4096;

  private record Replaced(long untilTs, byte[] historyKey) {}

  private final ArrayDeque<Replaced> queue = new ArrayDeque<>();
  private final int entriesMax;
  private volatile long forgotten;

  HistoryGarbage(int entriesMax) { this.entriesMax = entriesMax; }

  /** @param untilTs never smaller than in an earlier call */
  void add(long untilTs, byte[] historyKey) {
    if (queue.size() >= entriesMax) {
      queue.poll();
      forgotten = forgotten + 1;
    }
    queue.add(new Replaced(untilTs, historyKey));
  }

  /** True when anything was dropped. */
  boolean collect(long safePoint, EngineBatch batch) {
    int drops = 0;
    while (drops < DROPS_PER_CALL && !queue.isEmpty() && queue.peek().untilTs() <= safePoint) {
      batch.delete(Family.HISTORY, queue.poll().historyKey());
      drops++;
    }
    return drops > 0;
  }

  /** What lies elsewhere belongs to another region from now on, and is left to its scan. */
  void confine(KeyRange history) {
    queue.removeIf(replaced -> !history.contains(replaced.historyKey()));
  }

  /** Any thread, a moment's view. */
  long forgotten() { return forgotten; }
}
