package io.vertikv.placement.driver;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.cluster.StoreRecord;
import io.vertikv.placement.operator.AddOutcome;
import io.vertikv.placement.operator.IdPool;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.OperatorTable;
import io.vertikv.placement.operator.Order;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.placement.scheduler.ClusterView;
import io.vertikv.placement.topology.Admission;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.RegionTable;
import io.vertikv.placement.topology.StoreEntry;
import io.vertikv.placement.topology.StoreTable;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The placement driver of one leader's term, as a value: time and chance are arguments, what is to be sent or logged is returned.
 *
 * <p>It begins with what the group's log holds ({@link ClusterState}) and knows no region. Until leaders have reported every range
 * of the key space it schedules nothing, since what it does not know it would take for lost; after a named time it goes on with
 * what it has, since a range without a leader would otherwise stop all others.
 *
 * <p>How it is hosted: {@link #recorded} after every applied command; {@link #idsReserved} when a {@code ReserveIds} that this leader
 * proposed is applied; {@link #heard} for every report, its answer back to the sender; {@link #tick} about once a second, its
 * commands proposed and its orders sent. A new term needs a new driver. If it is thrown away at any moment nothing is lost:
 * operators that were under way are void as soon as the region's epoch changes, and what they left behind half done is found and
 * repaired like any other fault.
 */
public final class PlacementDriver {
  private final StoreTable stores = new StoreTable();
  private final RegionTable regions = new RegionTable(stores);
  private final OperatorTable operators;
  private final Housekeeping housekeeping = new Housekeeping();
  private final RandomGenerator random;
  private final long beganMillis;
  private final Rounds rounds;
  private ClusterState record;
  private ClusterView view;
  private boolean collecting = true;

  public PlacementDriver(ClusterState record, RandomGenerator random, long now) {
    this.operators = new OperatorTable(stores, regions, new IdPool(), this::leaderCost);
    this.record = record;
    this.random = random;
    this.beganMillis = now;
    this.rounds = new Rounds(now);
    stores.onRecord(record, now);
    this.view = viewAt(now);
  }

  private ClusterView viewAt(long now) {
    return new ClusterView(record, new ClusterView.Beliefs(stores, regions, operators), rounds::isSlow, random, now);
  }

  /** What the log holds has changed. */
  public void recorded(ClusterState state, long now) {
    record = state;
    stores.onRecord(state, now);
    view = viewAt(now);
  }

  /** A block that was reserved for this leader. */
  public void idsReserved(long first, int count) {
    operators.ids().offer(first, count);
    housekeeping.idsReserved();
  }

  public StoreAnswer heard(StoreReport report, long now) {
    if (stores.heard(report, now)) return StoreAnswer.WELCOME;
    StoreRecord known = record.stores().get(report.store());
    return known != null && known.life() == StoreLife.REMOVED ? StoreAnswer.REMOVED : StoreAnswer.UNKNOWN;
  }

  public RegionAnswer heard(RegionReport report, long now) {
    return switch (regions.admit(report, record.config().get(Setting.QUERY_COST_BYTES), now)) {
      case Admission.Stale stale -> new RegionAnswer.Stale(stale.known());
      case Admission.Believed believed -> {
        RegionEntry region = believed.entry();
        for (RegionEntry old : believed.superseded()) operators.gone(old.id(), region, now);
        if (believed.changed() || drawsAttention(region)) rounds.patrol().suspect(region.id());
        Order order = operators.heard(region, now);
        yield order == null ? RegionAnswer.NOTHING : new RegionAnswer.Do(order);
      }
    };
  }

  private boolean drawsAttention(RegionEntry region) {
    return !region.health().good() || region.bytes() > record.config().get(Setting.SPLIT_REGION_BYTES)
        || region.keys() > record.config().get(Setting.SPLIT_REGION_KEYS)
        || region.load() >= record.config().get(Setting.SPLIT_LOAD);
  }

  public Turn tick(long now) {
    view = viewAt(now);
    collecting = collecting && !complete(now);
    if (collecting) rounds.collecting();
    else rounds.turn(view);
    List<Order> orders = operators.tick(record.config(), now);
    List<ClusterCommand> wishes = housekeeping.wishes(view, !collecting);
    return new Turn(wishes, orders);
  }

  /** Ids come first: without them a repair would have to stand back behind what needs none. */
  private boolean complete(long now) {
    if (operators.ids().left() == 0 && record.config().runsAny()) return false;
    return now - beganMillis >= record.config().get(Setting.COLLECT_MILLIS_MAX) || regions.gaps() == 0;
  }

  /** Something that an operator wants; limits do not apply, what is unsafe is refused all the same. */
  public AddOutcome submit(long region, Wish wish, String reason, long now) {
    return operators.add(new Proposal(region, OperatorKind.ADMIN, wish, reason), record.config(), now);
  }

  /** False when the region has no operator. */
  public boolean cancel(long region, long now) {
    return operators.cancel(region, now);
  }

  /** For questions; valid until the next call of anything else. */
  public Overview overview(long now) {
    return new Overview(viewAt(now), rounds, collecting);
  }

  private double leaderCost(long store) {
    StoreEntry entry = stores.get(store);
    return entry != null && view.acceptsLeaders(entry) ? view.leaders(entry) : Double.POSITIVE_INFINITY;
  }
}
