package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.PlacementConfig;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.OperatorTable;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.rule.DemandRole;
import io.vertikv.placement.rule.Isolation;
import io.vertikv.placement.rule.PlacementRule;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.RegionTable;
import io.vertikv.placement.topology.StoreEntry;
import io.vertikv.placement.topology.StoreState;
import io.vertikv.placement.topology.StoreTable;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * All that a decision may look at, at one moment. Figures of stores include what the operators under way will change.
 */
public final class ClusterView {
  private final ClusterState record;
  private final Beliefs beliefs;
  private final LongPredicate slow;
  private final RandomGenerator random;
  private final long now;
  private final List<Demand> standard;
  private final boolean standardPlacesDiffer;

  /** What is soft. */
  public record Beliefs(StoreTable stores, RegionTable regions, OperatorTable operators) {}

  /** @param slow stores that are being relieved of their leaders because they are slow */
  public ClusterView(ClusterState record, Beliefs beliefs, LongPredicate slow, RandomGenerator random, long now) {
    this.record = record;
    this.beliefs = beliefs;
    this.slow = slow;
    this.random = random;
    this.now = now;
    this.standard = List.of(
        Demand.voters((int) record.config().get(Setting.REPLICAS), record.config().labelLevels()));
    this.standardPlacesDiffer = placesDiffer(standard.getFirst().locationLabels());
  }

  public boolean standardPlacesDiffer() { return standardPlacesDiffer; }

  public ClusterState record() { return record; }

  public PlacementConfig config() { return record.config(); }

  public long get(Setting setting) { return record.config().get(setting); }

  public RegionTable regions() { return beliefs.regions(); }

  public OperatorTable operators() { return beliefs.operators(); }

  public List<StoreEntry> stores() { return beliefs.stores().stores(); }

  /** Null when nobody has spoken of it. */
  public StoreEntry store(long id) {
    return beliefs.stores().get(id);
  }

  public RandomGenerator random() { return random; }

  public long now() { return now; }

  public StoreState state(StoreEntry store) { return store.state(config(), now); }

  /** Silent for so long that its replicas are replaced. */
  public boolean lostLongAgo(StoreEntry store) {
    return now - store.heardMillis() > get(Setting.DOWN_AFTER_MILLIS);
  }

  public boolean slow(StoreEntry store) { return slow.test(store.id()); }

  public boolean busy(RegionEntry region) { return operators().busy(region.id()); }

  /** What the region's rule demands, or the settings. */
  public List<Demand> demands(RegionEntry region) {
    PlacementRule rule = record.rules().covering(region.region().start(), region.region().end());
    return rule == null ? standard : rule.demands();
  }

  /** Some stores on record stand elsewhere than others: only then is it worth asking how far apart replicas are. */
  public boolean placesDiffer(List<String> levels) {
    List<StoreEntry> all = stores();
    if (levels.isEmpty()) return false;
    for (int i = 1; i < all.size(); i++) {
      if (Isolation.between(all.getFirst().place(levels), all.get(i).place(levels)) > 0) return true;
    }
    return false;
  }

  public boolean hasRules() { return !record.rules().byId().isEmpty(); }

  public boolean acceptsLeaders(StoreEntry store) {
    return state(store).takesMore() && !store.draining() && !slow(store);
  }

  /** The region's rule does not forbid that its peer there leads. */
  public boolean mayLead(RegionEntry region, StoreEntry store) {
    if (!hasRules()) return true;
    for (Demand demand : demands(region)) {
      boolean must = demand.role() == DemandRole.LEADER;
      if (must) return demand.allows(store.labels());
    }
    return demands(region).stream().anyMatch(demand -> demand.role().mayLead() && demand.allows(store.labels()));
  }

  /** Why the store gets no new replica of so many bytes, or null. */
  public Reason refusesReplica(StoreEntry store, long bytes) {
    if (!state(store).takesMore() || store.report() == null || slow(store)) return Reason.NO_TARGET;
    if (store.pendingPeers() >= get(Setting.STORE_PENDING_PEERS_MAX)) return Reason.NO_TARGET;
    if (available(store, bytes) < reserve(store)) return Reason.NO_TARGET;
    return operators().takesNone(store, config(), now);
  }

  public long leaders(StoreEntry store) { return store.leaders().size() + store.inFlight().leaders(); }

  public long leaderLoad(StoreEntry store) { return store.leaderLoad() + store.inFlight().leaderLoad(); }

  public long peerWriteLoad(StoreEntry store) { return store.peerWriteLoad() + store.inFlight().peerWriteLoad(); }

  public long bytes(StoreEntry store) { return store.bytes() + store.inFlight().bytes(); }

  /** As if it held so much more, or less. */
  public double regionScore(StoreEntry store, long more) {
    StoreReport report = store.report();
    if (report == null) return bytes(store) + more;
    return RegionScore.of(bytes(store) + more, available(store, more), report.disk().capacity(), reserve(store));
  }

  /** Its last report is older than some of what it holds by now. */
  private double available(StoreEntry store, long more) {
    return store.report().disk().available() - (double) (bytes(store) + more - store.bytesWhenHeard());
  }

  private double reserve(StoreEntry store) {
    return store.report().disk().capacity() * (get(Setting.LOW_SPACE_PERMILLE) / 1000.0);
  }
}
