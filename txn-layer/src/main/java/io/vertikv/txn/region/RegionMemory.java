package io.vertikv.txn.region;

import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;

/**
 * What a replica keeps in memory beside its engine, as the engine has it: taken when the replica is opened, and again when a
 * snapshot has replaced its state ({@link RegionExecutor#replaced}).
 */
public final class RegionMemory {
  private final AppliedState applied;
  /** Of the apply thread and of the loop; see there. */
  private final RequestWindow appliers;
  private final RequestWindow loops;

  private RegionMemory(AppliedState applied, RequestLimits limits) {
    this.applied = applied;
    appliers = new RequestWindow(limits);
    loops = new RequestWindow(limits);
  }

  /** Blocks. Nothing of the region may be written meanwhile. */
  static RegionMemory read(EngineReader engine, long region, RequestLimits limits) {
    RegionMemory memory = new RegionMemory(AppliedState.read(engine, region, ReadTier.DISK), limits);
    byte[] floors = engine.get(Family.META, RegionKeys.floors(region), ReadTier.DISK);
    if (floors != null) {
      RequestCodec.decodeFloors(floors, memory.appliers);
      RequestCodec.decodeFloors(floors, memory.loops);
    }
    try (EngineCursor records = engine.cursor(Family.META, RegionKeys.requests(region), ReadTier.DISK)) {
      while (records.next()) memory.add(records.key(), records.value());
    }
    return memory;
  }

  private void add(byte[] key, byte[] record) {
    RequestWindow.Entry entry = new RequestWindow.Entry(RegionKeys.requestsIndex(key),
        RequestCodec.decodeRecord(record), key.length + record.length);
    appliers.add(entry);
    loops.add(entry);
  }

  public long appliedIndex() { return applied.index; }

  AppliedState applied() { return applied; }

  /** For the apply thread. */
  RequestWindow appliers() { return appliers; }

  /** For the region's loop. */
  RequestWindow loops() { return loops; }
}
