package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.bytes;
import static io.vertikv.txn.region.TestOperation.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.txn.mvcc.HistoryCollector;
import io.vertikv.txn.mvcc.MvccReader;
import io.vertikv.txn.mvcc.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Reads at past timestamps against a model that keeps a copy of everything for each. */
class HistoryTest {
  private static final long RETENTION_MILLIS = 40;
  private static final int KEYS = 12;
  private static final int BATCHES = 200;
  /** For long values too: they lie beside the others. */
  private static final int LONG_VALUE = 5000;

  private final MemoryEngine engine = new MemoryEngine((family, key) -> true);
  private final RegionMemory memory = RegionMemory.read(engine, Replicas.whole(2), RequestLimits.DEFAULT);
  private final AppliedState state = memory.applied();
  private final TreeMap<Long, Map<String, String>> moments = new TreeMap<>();
  private final Map<String, String> now = new TreeMap<>();
  private long index;
  private long millis = 1000;

  private RegionApplier applier(long retentionMillis, int garbageEntriesMax) {
    RegionConfig plain = RegionConfig.defaults();
    return new RegionApplier(2, engine, memory, new RegionConfig(0, plain.batchBytesMax(), plain.entryBytesMax(),
        plain.unappliedBytesMax(), 1, 1, 1, retentionMillis, garbageEntriesMax));
  }

  @RepeatedTest(20)
  void aReaderAtAMomentSeesWhatWasThereThen(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    RegionApplier applier = applier(RETENTION_MILLIS, 1 << 10);
    EngineBatch batch = new EngineBatch();
    for (int i = 0; i < BATCHES; i++) {
      applier.apply(randomEntries(random), batch);
      if (random.nextInt(3) > 0) continue;
      engine.write(batch);
      batch.clear();
      checkAllMoments(repetition.getCurrentRepetition());
    }
  }

  @Test
  void versionsBehindTheSafePointAreDropped() {
    RegionApplier applier = applier(RETENTION_MILLIS, 1 << 10);
    Random random = new Random(1);
    EngineBatch batch = new EngineBatch();
    for (int i = 0; i < BATCHES; i++) write(applier, randomEntries(random), batch);
    applier.clock(Timestamps.of(millis + RETENTION_MILLIS + 1, 0));
    assertTrue(historyEntries() > 0, "otherwise there is nothing to drop");
    applier.apply(List.of(), batch);
    engine.write(batch);
    assertEquals(0, historyEntries());
  }

  @Test
  void whatIsForgottenIsFoundByTheCollector() {
    RegionApplier applier = applier(RETENTION_MILLIS, 3);
    Random random = new Random(2);
    EngineBatch batch = new EngineBatch();
    for (int i = 0; i < BATCHES; i++) write(applier, randomEntries(random), batch);
    assertTrue(applier.garbageForgotten() > 0);
    HistoryCollector collector = new HistoryCollector(engine, KeyRange.ALL);
    while (!collector.done()) {
      EngineBatch drops = new EngineBatch();
      collector.step(Timestamps.of(millis, 0), 7, drops);
      engine.write(drops);
    }
    assertEquals(0, historyEntries());
  }

  @Test
  void withoutRetentionNothingIsKeptAndTheFloorSaysSo() {
    RegionApplier applier = applier(0, 1 << 10);
    EngineBatch batch = new EngineBatch();
    applier.apply(List.of(entry(Map.of("a", "1"), false), entry(Map.of("a", "2"), false)), batch);
    engine.write(batch);
    assertEquals(0, historyEntries());
    assertEquals(state.commitTs, state.historyFloor);
    assertEquals(state.commitTs, AppliedState.read(engine, 2, ReadTier.DISK).historyFloor);
  }

  private void write(RegionApplier applier, List<LogEntry> entries, EngineBatch batch) {
    applier.apply(entries, batch);
    engine.write(batch);
    batch.clear();
  }

  private List<LogEntry> randomEntries(Random random) {
    List<LogEntry> entries = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      Map<String, String> writes = new TreeMap<>();
      for (int w = random.nextInt(4); w >= 0; w--) {
        String value = random.nextInt(4) == 0 ? "" : "v" + index + "x".repeat(random.nextInt(8) == 0 ? LONG_VALUE : 1);
        writes.put("k" + random.nextInt(KEYS), value);
      }
      entries.add(entry(writes, random.nextInt(40) == 0));
    }
    return entries;
  }

  /** An empty value stands for a deletion. */
  private LogEntry entry(Map<String, String> writes, boolean deleteEverything) {
    millis += 1 + index % 3;
    Batch batch = new Batch(++index);
    batch.commitTs = Timestamps.of(millis, 0);
    if (deleteEverything) {
      batch.deletedRanges.add(KeyRange.prefix(bytes("k")));
      now.clear();
    }
    writes.forEach((key, value) -> {
      KeyState row = new KeyState(bytes(key), 0);
      row.batch = batch;
      row.value = value.isEmpty() ? null : bytes(value);
      batch.states.add(row);
      if (value.isEmpty()) now.remove(key);
      else now.put(key, value);
    });
    moments.put(batch.commitTs, new TreeMap<>(now));
    ByteWriter out = new ByteWriter();
    RegionWrite.encode(batch, 1, millis, moments.size() % 50 != 0, out);
    return new LogEntry(index, 1, EntryKind.COMMAND, new EntryBytes(out.toBytes()));
  }

  private void checkAllMoments(long seed) {
    for (Map.Entry<Long, Map<String, String>> moment : moments.tailMap(state.historyFloor).entrySet()) {
      for (int k = 0; k < KEYS; k++) {
        Versioned seen = MvccReader.at(engine, bytes("k" + k), moment.getKey(), ReadTier.DISK);
        assertEquals(moment.getValue().get("k" + k), text(seen.value()), "seed " + seed + ", k" + k + " at "
            + moment.getKey() + ", floor " + state.historyFloor);
      }
    }
  }

  private int historyEntries() {
    int entries = 0;
    try (EngineCursor cursor = engine.cursor(Family.HISTORY, KeyRange.ALL, ReadTier.DISK)) {
      while (cursor.next()) entries++;
    }
    return entries;
  }
}
