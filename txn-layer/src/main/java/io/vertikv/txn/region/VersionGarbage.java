package io.vertikv.txn.region;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.txn.mvcc.CommitRecord;
import io.vertikv.txn.mvcc.MvccKeys;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * Superseded versions in the order of what superseded them, dropped when that has fallen behind the safe point. Each
 * version was put once, so the cheap single delete serves. Bounded: when it is full the oldest is forgotten and left to the
 * collector's scan, as is all of it in a restart. Of the apply thread.
 *
 * <p>A replaced version can be dropped blindly: a newer one hides whatever lies below. A deletion cannot: were it dropped
 * before everything older is, the older would come back. So for a deletion all older versions are looked up and dropped
 * with it.
 */
final class VersionGarbage {
  /** How much is dropped beside one write, so that a long queue does not make one write slow. */
  private static final int DROPS_PER_CALL = 4096;

  private record Superseded(long byTs, byte[] versioned, boolean hasLongValue, boolean deletion) {}

  private final EngineReader engine;
  private final ArrayDeque<Superseded> queue = new ArrayDeque<>();
  /** What this call drops and the engine still shows: no version may be dropped twice. */
  private final Set<Bytes> dropping = new HashSet<>();
  private final int entriesMax;
  private int deletions;
  private volatile long forgotten;

  VersionGarbage(EngineReader engine, int entriesMax) {
    this.engine = engine;
    this.entriesMax = entriesMax;
  }

  /** @param byTs commit_ts of the version that took its place; never smaller than in an earlier call */
  void replaced(long byTs, byte[] versioned, boolean hasLongValue) {
    add(new Superseded(byTs, versioned, hasLongValue, false));
  }

  /** The version itself is a deletion: it goes with all that it hides. */
  void deleted(long ts, byte[] versioned) {
    deletions++;
    add(new Superseded(ts, versioned, false, true));
  }

  private void add(Superseded version) {
    if (queue.size() >= entriesMax) {
      if (queue.poll().deletion()) deletions--;
      forgotten = forgotten + 1;
    }
    queue.add(version);
  }

  void collect(long safePoint, EngineBatch batch) {
    for (int i = 0; i < DROPS_PER_CALL && !queue.isEmpty() && queue.peek().byTs() <= safePoint; i++) {
      Superseded version = queue.poll();
      if (version.deletion()) {
        deletions--;
        dropWithOlder(version.versioned(), batch);
      } else {
        drop(version.versioned(), version.hasLongValue(), batch);
      }
    }
    dropping.clear();
  }

  private void drop(byte[] versioned, boolean hasLongValue, EngineBatch batch) {
    if (deletions > 0 && !dropping.add(Bytes.of(versioned))) return;
    batch.deleteOnce(Family.WRITE, versioned);
    if (hasLongValue) batch.deleteOnce(Family.DATA, versioned);
  }

  private void dropWithOlder(byte[] deletion, EngineBatch batch) {
    KeyRange sinceThen = new KeyRange(deletion, MvccKeys.endOfVersions(deletion));
    try (EngineCursor versions = engine.cursor(Family.WRITE, sinceThen, ReadTier.DISK)) {
      for (boolean found = versions.seek(deletion); found; found = versions.next()) {
        byte[] versioned = versions.key();
        if (dropping.add(Bytes.of(versioned))) {
          batch.deleteOnce(Family.WRITE, versioned);
          if (CommitRecord.isLong(versions.value())) batch.deleteOnce(Family.DATA, versioned);
        }
      }
    }
  }

  long forgotten() { return forgotten; }
}
