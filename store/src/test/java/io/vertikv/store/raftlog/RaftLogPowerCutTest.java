package io.vertikv.store.raftlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.vertikv.store.raftlog.sim.SimLogDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random operations of several groups on a disk that loses, tears and reorders what was not synced, with power cuts at
 * any device call (in a write, a sync, while a segment is begun or deleted, during recovery itself). After each, the log
 * must hold the operations up to some point not before the last sync, and of those everything, to the byte.
 *
 * <p>{@code -Draftlog.seeds=N} runs more seeds, {@code -Draftlog.seed=S} one.
 */
class RaftLogPowerCutTest {
  private static final int SEEDS = Integer.getInteger("raftlog.seeds", 1000);
  private static final int GROUPS = 5;

  @Test
  void everythingSyncedSurvivesAPowerCutAndNothingComesBackChanged() throws IOException {
    Long single = Long.getLong("raftlog.seed");
    Run total = new Run(0);
    for (long seed = single == null ? 1 : single; seed <= (single == null ? SEEDS : single); seed++) {
      Run run = new Run(seed);
      try {
        run.play();
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError("seed " + seed + " failed; replay: mvn -pl store -am test -Dtest=RaftLogPowerCutTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Draftlog.seed=" + seed, failure);
      }
      total.add(run);
    }
    if (single == null) total.expectVariety();
  }

  /** One seed. */
  private static final class Run {
    private static final int STEPS = 60;
    private static final int CUTS = 3;

    private final RandomGenerator random;
    private final SimLogDevice device;
    private final RandomOperations operations;
    private final RaftLogConfig config;
    /** What is durable, and what was given to the log since. */
    private LogModel durable = new LogModel();
    private final List<LogOperation> since = new ArrayList<>();
    private LogModel current = new LogModel();
    private RaftLog log;
    private int cuts;
    private int cutsInRecovery;
    private int lostOperations;
    private int keptOperations;
    private int reclaims;
    private long tailBytesCut;

    Run(long seed) {
      random = new SplittableRandom(seed);
      device = new SimLogDevice(new SplittableRandom(seed + 1));
      int payloadBytesMax = random.nextBoolean() ? 700 : 9000;
      operations = new RandomOperations(random, GROUPS, payloadBytesMax);
      int cacheBytes = random.nextBoolean() ? 0 : 3000;
      config = new RaftLogConfig(4096, random.nextBoolean() ? 4096 : 16384, cacheBytes, 2 + random.nextInt(3), 4096);
    }

    void play() throws IOException {
      for (int cut = 0; cut < CUTS; cut++) {
        recover();
        if (random.nextInt(4) > 0) device.cutAfter(1 + random.nextInt(80));
        try {
          for (int step = 0; step < STEPS; step++) step();
          if (random.nextInt(4) == 0) closeCleanly();
        } catch (LogPoisoned poisoned) {
          if (!(poisoned.getCause() instanceof IOException)) throw poisoned;
        }
        cuts++;
        goDown();
      }
      recover();
    }

    /** Mostly the power; now and then only the process, whose unsynced writes a later power cut can still take. */
    private void goDown() {
      if (random.nextInt(4) == 0) device.restartProcess();
      else device.restart();
    }

    private void closeCleanly() throws IOException {
      try {
        log.close();
        synced();
      } catch (IOException cut) {
        device.restart();
      }
    }

    private void step() {
      if (random.nextInt(400) == 0) device.failNextSync();
      switch (random.nextInt(8)) {
        case 0 -> {
          boolean reclaimed = log.reclaim();
          if (reclaimed) reclaims++;
          if (reclaimed || random.nextInt(8) == 0) checkReads();
        }
        case 1 -> sync();
        default -> {
          batch();
          if (random.nextInt(3) > 0) sync();
        }
      }
    }

    private void batch() {
      List<LogOperation> batch = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        LogOperation operation = operations.draw(current);
        batch.add(operation);
        since.add(operation);
        current.apply(operation);
      }
      assertEquals(WriteOutcome.WRITTEN, log.write(batch));
    }

    private void sync() {
      log.sync();
      synced();
    }

    private void synced() {
      durable = current.copy();
      since.clear();
    }

    private void checkReads() {
      String difference = current.difference(LogModel.read(log, GROUPS), GROUPS);
      if (difference != null) fail("while running: " + difference);
    }

    /** Opens the log, perhaps with more power cuts on the way, and finds the point up to which it remembers. */
    private void recover() throws IOException {
      while (true) {
        if (random.nextInt(4) == 0) device.cutAfter(1 + random.nextInt(12));
        try {
          log = RaftLog.open(device, config);
          device.cutAfter(Integer.MAX_VALUE);
          break;
        } catch (IOException cut) {
          cutsInRecovery++;
          goDown();
        }
      }
      assertEquals(List.of(), log.recovery().damage(), "a power cut is no damage");
      tailBytesCut += log.recovery().tailBytesCut();
      LogModel model = durable.copy();
      LogModel seen = LogModel.read(log, GROUPS);
      String difference = model.difference(seen, GROUPS);
      int applied = 0;
      while (difference != null && applied < since.size()) {
        model.apply(since.get(applied++));
        difference = model.difference(seen, GROUPS);
      }
      if (difference != null) fail("after the power cut: no point since the last sync fits; at the end: " + difference);
      keptOperations += applied;
      lostOperations += since.size() - applied;
      current = model;
      synced();
    }

    void add(Run other) {
      cuts += other.cuts;
      cutsInRecovery += other.cutsInRecovery;
      lostOperations += other.lostOperations;
      keptOperations += other.keptOperations;
      reclaims += other.reclaims;
      tailBytesCut += other.tailBytesCut;
    }

    /** A run that never loses, keeps or reclaims anything proves nothing. */
    void expectVariety() {
      assertTrue(lostOperations > 0 && keptOperations > 0 && cutsInRecovery > 0 && reclaims > 0 && tailBytesCut > 0,
          "lost " + lostOperations + " kept " + keptOperations + " cuts in recovery " + cutsInRecovery + " reclaims "
              + reclaims + " tail bytes cut " + tailBytesCut);
      System.out.println("power cuts " + cuts + ", in recovery " + cutsInRecovery + ", operations lost "
          + lostOperations
          + ", unsynced but kept " + keptOperations + ", reclaims " + reclaims + ", tail bytes cut " + tailBytesCut);
    }
  }
}
