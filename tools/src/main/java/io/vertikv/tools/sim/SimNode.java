package io.vertikv.tools.sim;

import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.raftlog.sim.SimLogDevice;
import java.util.List;
import java.util.random.RandomGenerator;

/** A machine: what outlives a crash (log device, engine files, clocks), and the store that runs on it, if one does. */
final class SimNode {
  private final long id;
  private final SimClock clock;
  private final RandomGenerator random;
  private final RandomGenerator frontRandom;
  private final SimLogDevice device;
  private MemoryEngine engine = new MemoryEngine();
  private SimStore store;
  private int incarnation;
  private long diskMicros = 300;
  private boolean diskFull;
  /** A bit on the log's disk that is not what was written; null: none. */
  private DamagedBit damaged;
  private boolean refuses;

  private record DamagedBit(long segment, long bit) {}

  /** @param frontRandom apart from the rest, which so stays as it is */
  SimNode(long id, SimClock clock, RandomGenerator random, RandomGenerator frontRandom) {
    this.id = id;
    this.clock = clock;
    this.random = random;
    this.frontRandom = frontRandom;
    device = new SimLogDevice(random);
  }

  long id() { return id; }

  SimClock clock() { return clock; }

  SimLogDevice device() { return device; }

  MemoryEngine engine() { return engine; }

  /** Null: it is down. */
  SimStore store() {
    return store;
  }

  RandomGenerator frontRandom() { return frontRandom; }

  boolean diskFull() { return diskFull; }

  /** Whether the machine lacks room for more data, as its front end is told. */
  void diskFull(boolean full) {
    diskFull = full;
  }

  boolean up() { return store != null; }

  int incarnation() { return incarnation; }

  /** It may find that it cannot. A log that nobody has damaged must let it. */
  void start(SimCluster cluster) {
    incarnation++;
    try {
      store = new SimStore(this, cluster, random);
      damaged = null; // where nothing is written
    } catch (SimRefusal refusal) {
      SimViolation.check(!refusal.damage() || damaged != null, "store %s takes its log for damaged", id);
      cluster.trace().note(id, refusal.getMessage(), 0, 0);
      refuses = refusal.damage();
    }
  }

  boolean damaged() { return damaged != null; }

  /** It would not start again, and nobody tries. */
  boolean refuses() {
    return refuses;
  }

  /** While it is down. In a segment that others follow: the end of the last one may look like a write that was torn. */
  void damage(RandomGenerator by) {
    List<Long> sealed = device.sequences();
    if (sealed.size() < 2) return;
    long segment = sealed.get(by.nextInt(sealed.size() - 1));
    damaged = new DamagedBit(segment, by.nextLong(8L * device.bytes(segment).length));
    device.flip(damaged.segment, damaged.bit);
  }

  /** Stands for a new store in place of the damaged one, with what that one had promised. */
  void repair() {
    if (damaged != null) device.flip(damaged.segment, damaged.bit);
    damaged = null;
    refuses = false;
  }

  /** How long one access to the disk takes. */
  long diskNanos() {
    return (20 + random.nextLong(diskMicros)) * SimScheduler.MICRO;
  }

  void diskSpeed(long micros) { diskMicros = micros; }

  /**
   * The process is gone, and with it what the engine had not flushed; with the power also what the log's disk had not
   * synced.
   */
  void crash(boolean power) {
    store.die();
    store = null;
    if (power) device.restart();
    else device.restartProcess();
    engine = engine.crash(random);
  }
}
