package io.vertikv.placement.topology;

import io.vertikv.placement.report.LoadBucket;
import io.vertikv.placement.report.PeerHealth;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionFlow;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.store.region.RegionEpoch;
import java.util.List;

/**
 * A region as its leader last described it. There is one of these for each of maybe a million regions, so it is flat, and
 * keeps the descriptor that it has for as long as reports say the same. Changed by {@link RegionTable} alone.
 */
public final class RegionEntry {
  /** Loads forget half of what they were in about 42 s. */
  static final long LOAD_MEMORY_MILLIS = 60_000;

  RegionDescriptor region;
  int leaderPosition;
  long term;
  long bytes;
  long keys;
  long readLoad;
  long writeLoad;
  PeerHealth health;
  List<LoadBucket> buckets = List.of();
  long heardMillis;
  long rangeSinceMillis;
  /** For each peer, where it lies in its store's bag. */
  int[] slots;

  RegionEntry(RegionReport first, long now) {
    region = first.region();
    slots = new int[region.peers().size()];
    heardMillis = now;
    rangeSinceMillis = now;
    take(first, now);
  }

  void take(RegionReport report, long now) {
    leaderPosition = region.peers().positionOf(report.leader().peer());
    term = report.leader().term();
    bytes = report.size().bytes();
    keys = report.size().keys();
    health = report.health().good() ? PeerHealth.GOOD : report.health();
    buckets = report.flow().buckets();
    heardMillis = now;
  }

  /** What the load of the new range is has to be measured anew: a half may have all of it, or nothing. */
  void rangeChanged(long now) {
    rangeSinceMillis = now;
    readLoad = 0;
    writeLoad = 0;
  }

  /** Decayed by how long the report covers: reports that come late or early count for what they cover. */
  void takeLoad(RegionFlow flow, long queryCostBytes) {
    long millis = flow.intervalMillis();
    if (millis == 0) return;
    readLoad = blend(readLoad, flow.read().loadPerSecond(queryCostBytes, millis), millis);
    writeLoad = blend(writeLoad, flow.write().loadPerSecond(queryCostBytes, millis), millis);
  }

  private static long blend(long before, long now, long millis) {
    return before + (long) ((now - before) * ((double) millis / (millis + LOAD_MEMORY_MILLIS)));
  }

  public long id() { return region.id(); }

  public RegionDescriptor region() { return region; }

  public RegionPeers peers() { return region.peers(); }

  public RegionEpoch epoch() { return region.epoch(); }

  public RegionPeer leader() { return region.peers().at(leaderPosition); }

  public long term() { return term; }

  public long bytes() { return bytes; }

  public long keys() { return keys; }

  /** Bytes a second, a command counting as some; smoothed. */
  public long readLoad() {
    return readLoad;
  }

  /** Bytes a second, a command counting as some; smoothed. */
  public long writeLoad() {
    return writeLoad;
  }

  /** Of reads and writes. */
  public long load() {
    return readLoad + writeLoad;
  }

  public PeerHealth health() { return health; }

  public List<LoadBucket> buckets() { return buckets; }

  public long heardMillis() { return heardMillis; }

  /** When this range was first heard of: by a split, a merge, or this leader's beginning. */
  public long rangeSinceMillis() {
    return rangeSinceMillis;
  }
}
