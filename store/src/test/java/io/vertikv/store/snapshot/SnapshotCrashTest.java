package io.vertikv.store.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.engine.rocks.RocksConfig;
import io.vertikv.store.engine.rocks.RocksEngine;
import io.vertikv.store.snapshot.PowerSwitch.PowerCut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The receiving store dies before its n-th step, for every n: each call to the disk and to the engine is one. What the restart
 * finds must be the old region or the new one, whole, and the neighbours as they were.
 */
class SnapshotCrashTest {
  private static final long OLD = 3;
  private static final long NEW = 40;

  @TempDir
  Path folder;

  private MemoryEngine to;
  private SimSnapshots toDisk;
  private Map<String, Bytes> oldRegion;
  private Map<String, Bytes> newRegion;
  private Map<String, Bytes> neighbours;

  /** Everything durable; then a transfer and a restoration that die somewhere. Returns false when they did not. */
  private boolean diesAfter(int steps, Random random, PowerSwitch power) {
    MemoryEngine from = new MemoryEngine();
    to = new MemoryEngine();
    toDisk = new SimSnapshots(power, random);
    Regions.write(from, random, NEW, 60);
    Regions.write(to, random, OLD, 30);
    to.flush();
    oldRegion = Regions.content(to, true);
    newRegion = Regions.content(from, true);
    neighbours = Regions.content(to, false);
    SnapshotPair pair = new SnapshotPair(SnapshotPair.small(), from, new SimSnapshots(new PowerSwitch(), random),
        new CutEngine(to, power), toDisk);
    power.cutAfter(steps);
    pair.send(1);
    pair.loop.until(() -> !pair.outcomes.isEmpty());
    if (!(pair.outcomes.getFirst() instanceof SendOutcome.Sent sent)) return true;
    return !(pair.restore(sent.snapshot()) instanceof RestoreOutcome.Restored) || toDisk.names().size() > 0;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aCrashAtAnyStepLeavesTheOldRegionOrTheNewOne(long seed) throws IOException {
    boolean sawOld = false;
    boolean sawRedone = false;
    boolean died = true;
    for (int steps = 0; died; steps++) {
      Random random = new Random(seed * 10_000 + steps);
      PowerSwitch power = new PowerSwitch();
      died = diesAfter(steps, random, power);
      String where = "seed " + seed + ", step " + steps;
      power.on();
      toDisk.restart();
      MemoryEngine restarted = to.crash(random);
      sawRedone |= recoverWithMoreCrashes(restarted, random, power, where);
      sawOld |= Regions.content(to, true).equals(oldRegion);
      assertTrue(died || Regions.content(to, true).equals(newRegion), where);
    }
    assertTrue(sawOld && sawRedone);
  }

  /** The recovery dies as well, a few times. True when it had something to do. */
  private boolean recoverWithMoreCrashes(MemoryEngine restarted, Random random, PowerSwitch power, String where)
      throws IOException {
    MemoryEngine engine = restarted;
    boolean marked = !RestoreMarker.all(engine).isEmpty();
    for (int crashes = random.nextInt(3); crashes > 0; crashes--) {
      power.cutAfter(random.nextInt(20));
      try {
        SnapshotRecovery.run(new CutEngine(engine, power), new SnapshotStore(toDisk));
      } catch (PowerCut again) {
        power.on();
        toDisk.restart();
        engine = engine.crash(random);
      }
      power.on();
    }
    SnapshotRecovery recovery = SnapshotRecovery.run(engine, new SnapshotStore(toDisk));
    to = engine;
    assertEquals(List.of(), recovery.broken(), where);
    assertEquals(List.of(), RestoreMarker.all(engine), where);
    assertEquals(List.of(), toDisk.names(), where);
    assertEquals(neighbours, Regions.content(engine, false), where);
    Map<String, Bytes> region = Regions.content(engine, true);
    assertTrue(region.equals(oldRegion) || region.equals(newRegion), where + ": neither old nor new");
    return marked && region.equals(newRegion);
  }

  @Test
  void aRegionWhoseFilesAreDamagedInTheMiddleOfItIsReportedBroken() throws IOException {
    boolean sawBroken = false;
    for (int steps = 0; diesAfter(steps, new Random(steps), new PowerSwitch()); steps++) {
      PowerSwitch power = new PowerSwitch();
      MemoryEngine engine = to.crash(new Random(steps));
      if (RestoreMarker.all(engine).isEmpty()) continue;
      SimSnapshots damaged = new SimSnapshots(power, new Random(steps));
      SnapshotRecovery recovery = SnapshotRecovery.run(engine, new SnapshotStore(damaged));
      assertEquals(1, recovery.broken().size());
      assertTrue(Regions.content(engine, true).keySet().stream().noneMatch(key -> key.startsWith("META")),
          "nothing may claim to be applied");
      Map<String, Bytes> others = Regions.content(engine, false);
      others.remove("META " + Bytes.of(RestoreMarker.key(Regions.REGION)));
      assertEquals(neighbours, others);
      sawBroken = true;
    }
    assertTrue(sawBroken);
  }

  /** The same on RocksDB, whose crash is a close without a flush; every second step, since each costs a dozen syncs. */
  @Test
  void theEngineOnDiskSurvivesACrashAtAnyStepOfARestoration() throws IOException {
    Random random = new Random(9);
    DiskSnapshots toFiles = DiskSnapshots.open(folder.resolve("to"));
    RocksEngine engine = open();
    try (RocksEngine from = RocksEngine.open(folder.resolve("from"), config())) {
      int redone = 0;
      boolean died = true;
      for (int steps = 0; died; steps += 2) {
        Regions.write(engine, random, NEW + 2 * steps, 40);
        engine.flush();
        Regions.write(from, random, NEW + 2 * steps + 1, 40);
        oldRegion = Regions.content(engine, true);
        newRegion = Regions.content(from, true);
        neighbours = Regions.content(engine, false);
        PowerSwitch power = new PowerSwitch();
        SnapshotPair pair = new SnapshotPair(large(), from, DiskSnapshots.open(folder.resolve("out")),
            new CutEngine(engine, power), toFiles);
        SnapshotId id = pair.sendWell();
        power.cutAfter(steps);
        died = !(pair.restore(id) instanceof RestoreOutcome.Restored);
        engine.close();
        engine = open();
        boolean marked = !RestoreMarker.all(engine).isEmpty();
        if (marked) redone++;
        SnapshotRecovery recovery = SnapshotRecovery.run(engine, new SnapshotStore(toFiles));
        assertEquals(List.of(), recovery.broken());
        assertEquals(marked || !died ? newRegion : oldRegion, Regions.content(engine, true), "step " + steps);
        assertEquals(neighbours, Regions.content(engine, false), "step " + steps);
        assertEquals(List.of(), toFiles.list());
      }
      assertTrue(redone > 2, redone + " redone");
    } finally {
      engine.close();
    }
  }

  private RocksEngine open() { return RocksEngine.open(folder.resolve("engine"), config()); }

  private static RocksConfig config() {
    return new RocksConfig(8 << 20, 1 << 20, 256 << 10, 1024, 10, 1 << 20, 2, 64, 0, false);
  }

  private static SnapshotConfig large() {
    return new SnapshotConfig(200_000, 4_096, 4_096, 0, 0, 2, 2, 50, 10, 500, 2_000, 0);
  }
}
