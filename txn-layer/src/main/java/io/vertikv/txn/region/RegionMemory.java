package io.vertikv.txn.region;

import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionRecord;

/**
 * What a replica keeps in memory beside its engine, as the engine has it: taken when the replica is opened, and again when a
 * snapshot has replaced its state ({@link RegionExecutor#replaced}).
 */
public final class RegionMemory {
  private final AppliedState applied;
  private final RegionRecord record;
  /** Of the apply thread and of the loop; see there. */
  private final RequestWindow appliers;
  private final RequestWindow loops;

  private RegionMemory(AppliedState applied, RegionRecord record, RequestLimits limits) {
    this.applied = applied;
    this.record = record;
    appliers = new RequestWindow(limits);
    loops = new RequestWindow(limits);
  }

  /**
   * Blocks. Nothing of the region may be written meanwhile.
   *
   * @param founded what the region was before its first change
   */
  static RegionMemory read(EngineReader engine, Region founded, RequestLimits limits) {
    long region = founded.id();
    RegionRecord record = RegionRecord.read(engine, region)
        .orElseGet(() -> new RegionRecord(founded.range(), founded.epoch()));
    RegionMemory memory = new RegionMemory(AppliedState.read(engine, region, ReadTier.DISK), record, limits);
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

  RegionRecord record() { return record; }

  /** For the apply thread. */
  RequestWindow appliers() { return appliers; }

  /** For the region's loop. */
  RequestWindow loops() { return loops; }
}
