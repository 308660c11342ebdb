package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs operations on workers, over a snapshot; what comes of them goes back to the loop. */
final class DetachedRuns {
  private static final Logger LOG = LoggerFactory.getLogger(DetachedRuns.class);

  /** Hears of a read: the youngest batch that it could see, and its failure or null. */
  interface Read {
    void done(Parked parked, Batch seen, RegionFailure failure);
  }

  /** Hears of a write: its effects, and its failure or null. */
  interface Write {
    void done(DetachedTx effects, RegionFailure failure);
  }

  /** To be told on the loop, which knows where to go. */
  private static final RegionFailure OUTSIDE = new RegionFailure.EpochNotMatch(List.of());

  private final RegionExecutor.Parts parts;
  private final RegionBounds bounds;
  private final PendingIndex index;

  DetachedRuns(RegionExecutor.Parts parts, RegionBounds bounds, PendingIndex index) {
    this.parts = parts;
    this.bounds = bounds;
    this.index = index;
  }

  /** A reading operation sees what its region's loop would have shown it now. */
  void read(Parked parked, RegionTx tx, Read then) {
    NavigableMap<byte[], DetachedTx.PendingRow> pending = new TreeMap<>(Arrays::compareUnsigned);
    for (KeyState row : index.in(KeyRange.ALL)) {
      pending.put(row.key, new DetachedTx.PendingRow(row.value, row.batch));
    }
    Batch seen = tx.youngest();
    run(parked, detach(tx, pending), failure -> then.done(parked, seen, failure));
  }

  /** A writing operation; nothing is pending, and nothing runs until the callback has installed its effects. */
  void write(Parked parked, RegionTx tx, Write then) {
    Detached detached = detach(tx, new TreeMap<>(Arrays::compareUnsigned));
    run(parked, detached, failure -> then.done(detached.tx(), failure));
  }

  /** Reads of what is applied, by whatever replica. Each is told on the loop. */
  void readApplied(List<RegionOperation> operations) {
    EngineSnapshot snapshot = parts.engine().snapshot();
    SplittableRandom random = new SplittableRandom(parts.random().nextLong());
    long wallMillis = parts.loop().wallMillis();
    parts.workers().execute(() -> {
      List<RegionFailure> outcomes = new ArrayList<>(operations.size());
      try (snapshot) {
        AppliedState state = AppliedState.read(snapshot, bounds.region().id(), ReadTier.DISK);
        DetachedTx.Moment moment = new DetachedTx.Moment(regionIn(snapshot), Math.max(wallMillis, state.clockMillis), 0,
            random, state.counters);
        for (RegionOperation operation : operations) {
          outcomes.add(run(operation, new DetachedTx(snapshot, new TreeMap<>(Arrays::compareUnsigned), moment)));
        }
      }
      parts.loop().execute(() -> tell(operations, outcomes));
    });
  }

  /** The apply thread may be ahead of what the loop knows. */
  private Region regionIn(EngineReader snapshot) {
    Region known = bounds.region();
    return RegionRecord.read(snapshot, known.id())
        .map(now -> new Region(known.id(), now.range(), now.epoch(), known.membership())).orElse(known);
  }

  private void tell(List<RegionOperation> operations, List<RegionFailure> outcomes) {
    for (int i = 0; i < operations.size(); i++) {
      if (outcomes.get(i) == null) operations.get(i).completed();
      else operations.get(i).failed(told(outcomes.get(i)));
    }
  }

  private record Detached(DetachedTx tx, EngineSnapshot snapshot) {}

  private Detached detach(RegionTx tx, NavigableMap<byte[], DetachedTx.PendingRow> pending) {
    EngineSnapshot snapshot = parts.engine().snapshot();
    SplittableRandom random = new SplittableRandom(parts.random().nextLong());
    DetachedTx.Moment moment = new DetachedTx.Moment(bounds.region(), tx.nowMillis(), tx.uniqueId(), random,
        tx.counters().clone());
    return new Detached(new DetachedTx(snapshot, pending, moment), snapshot);
  }

  private void run(Parked parked, Detached detached, Consumer<RegionFailure> then) {
    parts.workers().execute(() -> {
      RegionFailure outcome;
      try (EngineSnapshot _ = detached.snapshot()) {
        outcome = run(parked.operation, detached.tx());
      }
      RegionFailure failure = outcome;
      parts.loop().execute(() -> then.accept(told(failure)));
    });
  }

  private RegionFailure told(RegionFailure failure) { return failure == OUTSIDE ? bounds.elsewhere() : failure; }

  /** As on the loop, one command's defect is its own. Null: it has run. */
  private static RegionFailure run(RegionOperation operation, DetachedTx tx) {
    try {
      operation.run(tx);
      return null;
    } catch (KeyOutsideRegion outside) {
      return OUTSIDE;
    } catch (RuntimeException defect) {
      LOG.error("an operation failed: {}", operation, defect);
      return new RegionFailure.Defect(String.valueOf(defect.getMessage()));
    }
  }
}
