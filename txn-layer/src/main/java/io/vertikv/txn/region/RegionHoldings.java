package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.ReplicaRecord;
import io.vertikv.store.snapshot.RegionErasure;
import io.vertikv.txn.mvcc.HistoryKeys;
import java.util.ArrayList;
import java.util.List;

/** Everything in a store's engine that belongs to one region's replica and to nobody else. */
public final class RegionHoldings {
  private RegionHoldings() {}

  /** As a snapshot takes it along. */
  public static List<FamilyRange> copied(long region, KeyRange range) {
    return List.of(new FamilyRange(Family.META, RegionKeys.records(region)),
        new FamilyRange(Family.META, GroupRecord.records(region)),
        new FamilyRange(Family.WRITE, range),
        new FamilyRange(Family.HISTORY, HistoryKeys.of(range)),
        new FamilyRange(Family.TTL, RegionKeys.reminders(region)));
  }

  /**
   * With the descriptor, and as one write: where a crash finds the descriptor nothing was destroyed, and where it does not,
   * everything. Durable when it returns. Blocks.
   */
  static void erase(Engine engine, long region, KeyRange range) {
    List<FamilyRange> all = new ArrayList<>(copied(region, range));
    all.add(new FamilyRange(Family.META, ReplicaRecord.record(region)));
    RegionErasure.run(engine, all);
  }

  /** What the region has given up of its range: its keys would be in nobody's way, but on the disk. Blocks. */
  static void eraseKeys(Engine engine, KeyRange range) {
    RegionErasure.run(engine,
        List.of(new FamilyRange(Family.WRITE, range), new FamilyRange(Family.HISTORY, HistoryKeys.of(range))));
  }
}
