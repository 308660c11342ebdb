package io.vertikv.txn.region;

import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;
import java.util.ArrayDeque;

/**
 * Superseded versions in the order of what superseded them, dropped when that has fallen behind the safe point. Each
 * version was put once, so the cheap single delete serves. Bounded: when it is full the oldest is forgotten and left to the
 * collector's scan, as is all of it in a restart. Of the apply thread.
 */
final class VersionGarbage {
  /** How much is dropped beside one write, so that a long queue does not make one write slow. */
  private static final int DROPS_PER_CALL = 4096;

  private record Superseded(long byTs, byte[] versioned, boolean hasLongValue) {}

  private final ArrayDeque<Superseded> queue = new ArrayDeque<>();
  private final int entriesMax;
  private long forgotten;

  VersionGarbage(int entriesMax) { this.entriesMax = entriesMax; }

  /** @param byTs commit_ts of the version that took its place; never smaller than in an earlier call */
  void add(long byTs, byte[] versioned, boolean hasLongValue) {
    if (queue.size() >= entriesMax) {
      queue.poll();
      forgotten++;
    }
    queue.add(new Superseded(byTs, versioned, hasLongValue));
  }

  void collect(long safePoint, EngineBatch batch) {
    for (int i = 0; i < DROPS_PER_CALL && !queue.isEmpty() && queue.peek().byTs() <= safePoint; i++) {
      Superseded version = queue.poll();
      batch.deleteOnce(Family.WRITE, version.versioned());
      if (version.hasLongValue()) batch.deleteOnce(Family.DATA, version.versioned());
    }
  }

  int size() { return queue.size(); }

  long forgotten() { return forgotten; }
}
