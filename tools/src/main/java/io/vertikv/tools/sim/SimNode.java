package io.vertikv.tools.sim;

import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.raftlog.sim.SimLogDevice;
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

  void start(SimCluster cluster) {
    incarnation++;
    store = new SimStore(this, cluster, random);
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
