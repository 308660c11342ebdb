package io.vertikv.store.raftlog;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.raftlog.sim.SimLogDevice;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random bits flip on a disk that holds a closed log: a group is then either exactly what it was or quarantined, or the
 * log as a whole is refused. Never anything else.
 */
class RaftLogCorruptionTest {
  private static final int SEEDS = Integer.getInteger("raftlog.seeds", 1000) / 4;
  private static final int GROUPS = 5;

  @Test
  void flippedBitsAreNoticedAndNeverServed() throws IOException {
    int healthy = 0;
    int quarantined = 0;
    int refused = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      SimLogDevice device = new SimLogDevice(random);
      LogModel model = write(random, device);
      List<Long> segments = device.list();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        long sequence = segments.get(random.nextInt(segments.size()));
        device.flip(sequence, random.nextLong(device.bytes(sequence).length * 8L));
      }
      RaftLog log;
      try {
        log = RaftLog.open(device, Logs.SMALL);
      } catch (CorruptLog whole) {
        refused++;
        continue;
      }
      for (long id = 1; id <= GROUPS; id++) {
        if (log.recovery().health(id) instanceof GroupHealth.Quarantined) {
          quarantined++;
          assertFalse(log.recovery().damage().isEmpty(), "seed " + seed);
        } else {
          healthy++;
          LogModel.Group wanted = model.groups.getOrDefault(id, new LogModel.Group());
          LogModel.Group seen = LogModel.read(log.group(id));
          assertTrue(wanted.same(seen), "seed " + seed + ": group " + id + " is " + seen + ", should be " + wanted);
        }
      }
    }
    assertTrue(healthy > 0 && quarantined > 0 && refused > 0, healthy + " " + quarantined + " " + refused);
  }

  private static LogModel write(RandomGenerator random, SimLogDevice device) throws IOException {
    LogModel model = new LogModel();
    RandomOperations operations = new RandomOperations(random, GROUPS, 700);
    RaftLog log = RaftLog.open(device, Logs.SMALL);
    for (int i = 0; i < 60; i++) {
      LogOperation operation = operations.draw(model);
      model.apply(operation);
      log.write(List.of(operation));
      if (random.nextInt(10) == 0) log.reclaim();
    }
    log.close();
    return model;
  }
}
