package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.group.GroupSnapshots;
import io.vertikv.store.region.RegionRecord;

/**
 * What a snapshot does to a region's replica while it takes the place of its state. When the region has split since, the keys
 * that it has given up go with the old state: no other replica of this store can have them yet, since none may overlap the
 * range that this one had. A crash in between leaves them, in nobody's way, until a replica is made there.
 */
public final class ReplicaStay implements GroupSnapshots.Replica {
  private final Engine engine;
  private final RegionHost host;
  private final long region;
  private KeyRange before;

  public ReplicaStay(Engine engine, RegionHost host, long region) {
    this.engine = engine;
    this.host = host;
    this.region = region;
  }

  @Override
  public void suspend(Runnable quiet) {
    before = executor().region().range();
    executor().suspend(quiet);
  }

  @Override
  public Runnable reread() {
    KeyRange now = RegionRecord.read(engine, region).orElseThrow().range();
    KeyRange left = new KeyRange(before.start(), now.start());
    KeyRange right = new KeyRange(now.end(), before.end());
    if (now.start().length > 0 && !left.isEmpty()) RegionHoldings.eraseKeys(engine, left);
    if (!now.unbounded() && !right.isEmpty()) RegionHoldings.eraseKeys(engine, right);
    RegionMemory memory = executor().reread();
    return () -> executor().replaced(memory);
  }

  @Override
  public void resume() { executor().resume(); }

  private RegionExecutor executor() { return host.region(region).executor(); }
}
