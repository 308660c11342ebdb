package io.vertikv.txn.region;

import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.ReadTier;

/**
 * What a replica keeps in memory beside its engine, as the engine has it: taken when the replica is opened, and again when a
 * snapshot has replaced its state ({@link RegionExecutor#replaced}).
 */
public final class RegionMemory {
  private final AppliedState applied;

  private RegionMemory(AppliedState applied) { this.applied = applied; }

  /** Blocks. Nothing of the region may be written meanwhile. */
  public static RegionMemory read(EngineReader engine, long region) {
    return new RegionMemory(AppliedState.read(engine, region, ReadTier.DISK));
  }

  public long appliedIndex() { return applied.index; }

  AppliedState applied() { return applied; }
}
