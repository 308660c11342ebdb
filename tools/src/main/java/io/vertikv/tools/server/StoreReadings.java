package io.vertikv.tools.server;

import io.vertikv.store.group.GroupSnapshots;
import io.vertikv.store.engine.EngineStats;
import io.vertikv.store.loop.Durations;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.rpc.RpcCounters;
import io.vertikv.txn.region.RegionExecutor;
import java.util.List;

/** What a store has to tell metrics at one moment; what lies on its loop, as of a second ago. */
record StoreReadings(OfLoop loop, RegionMeters region, EngineStats engine, LogWriter.Counters log, long logQueueBytes,
    long logLiveBytes, Durations syncs, long garbageForgotten, RpcCounters wire) {

  /**
   * What only the loop of the regions may look at; figures of several are added up.
   *
   * @param applyLag   entries that are committed and not yet applied
   * @param timestamps given out so far
   * @param snapshots  being sent or received, or waiting for that
   * @param regions    of which this store has a replica
   */
  record OfLoop(RegionExecutor.Stats region, long applyLag, long timestamps, long snapshots, int regions,
      List<OfGroup> groups) {}

  /**
   * The replica of a group, or those of the groups of all regions: highest terms, added indexes.
   *
   * @param leads     how many of them lead
   * @param answering other peers that answer, if this one leads
   */
  record OfGroup(String name, int leads, long term, long commitIndex, long appliedIndex, long answering,
      GroupSnapshots.Tally snapshots) {}
}
