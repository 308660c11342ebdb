package io.vertikv.placement.topology;

import io.vertikv.placement.cluster.PlacementConfig;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.cluster.StoreRecord;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.placement.rule.Isolation;
import io.vertikv.placement.rule.StoreLabels;
import java.util.List;

/** A store as it is believed to be. The sums are over the regions that are known; only {@link RegionTable} changes them. */
public final class StoreEntry {
  private final long id;
  private final InFlight inFlight = new InFlight();
  final RegionBag leaders;
  final RegionBag followers;
  long bytes;
  long leaderReadLoad;
  long leaderWriteLoad;
  long peerWriteLoad;
  int pendingPeers;
  private StoreRecord record;
  private StoreReport report;
  private long heardMillis;
  private long bytesWhenHeard;
  private final long sinceMillis;
  private List<String> placeLevels;
  private String[] place;

  StoreEntry(long id, long now) {
    this.id = id;
    this.leaders = new RegionBag(id, true);
    this.followers = new RegionBag(id, false);
    this.heardMillis = now;
    this.sinceMillis = now;
  }

  void onRecord(StoreRecord next) {
    record = next;
    placeLevels = null;
  }

  void heard(StoreReport now, long millis) {
    report = now;
    heardMillis = millis;
    bytesWhenHeard = bytes;
  }

  public long id() { return id; }

  /** Null when there is none. */
  public StoreRecord record() {
    return record;
  }

  /** The last one, or null: not heard from since this leader began. */
  public StoreReport report() {
    return report;
  }

  public StoreLabels labels() { return record == null ? StoreLabels.NONE : record.labels(); }

  /** Where it stands, at these levels; remembered for the last ones asked for, which are nearly always the same. */
  public String[] place(List<String> levels) {
    if (placeLevels != levels) {
      place = Isolation.place(labels(), levels);
      placeLevels = levels;
    }
    return place;
  }

  public boolean draining() { return record != null && record.draining(); }

  public long heardMillis() { return heardMillis; }

  /** When this leader first knew of it. */
  public long sinceMillis() {
    return sinceMillis;
  }

  /** A store that was never heard counts as heard when it was first known: a new leader gives everybody time. */
  public StoreState state(PlacementConfig config, long now) {
    if (record == null) return StoreState.UNKNOWN;
    long silent = now - heardMillis;
    return switch (record.life()) {
      case REMOVING -> StoreState.REMOVING;
      case REMOVED -> StoreState.REMOVED;
      case PREPARING, SERVING -> {
        if (silent > config.get(Setting.DOWN_AFTER_MILLIS)) yield StoreState.DOWN;
        if (silent > config.get(Setting.DISCONNECTED_AFTER_MILLIS)) yield StoreState.DISCONNECTED;
        yield record.life() == StoreLife.PREPARING ? StoreState.PREPARING : StoreState.SERVING;
      }
    };
  }

  /** Heard from lately, whatever its life. */
  public boolean alive(PlacementConfig config, long now) {
    return record != null && now - heardMillis <= config.get(Setting.DISCONNECTED_AFTER_MILLIS);
  }

  public RegionBag leaders() { return leaders; }

  /** All its peers that do not lead, learners too. */
  public RegionBag followers() {
    return followers;
  }

  public int peers() { return leaders.size() + followers.size(); }

  /** Of all its peers. */
  public long bytes() {
    return bytes;
  }

  /** What its own report said it had, in the units of {@link #bytes()}. */
  public long bytesWhenHeard() {
    return bytesWhenHeard;
  }

  /** Of reads and writes of the regions that it leads. */
  public long leaderLoad() {
    return leaderReadLoad + leaderWriteLoad;
  }

  public long leaderReadLoad() { return leaderReadLoad; }

  public long leaderWriteLoad() { return leaderWriteLoad; }

  /** Of all its peers: each writes what the leader does. */
  public long peerWriteLoad() {
    return peerWriteLoad;
  }

  public int pendingPeers() { return pendingPeers; }

  /** What the operators under way are going to change. */
  public InFlight inFlight() {
    return inFlight;
  }

  public int slowScore() { return report == null ? 1 : report.condition().slowScore(); }
}
