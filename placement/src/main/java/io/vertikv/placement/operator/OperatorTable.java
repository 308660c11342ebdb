package io.vertikv.placement.operator;

import io.vertikv.placement.cluster.PlacementConfig;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.topology.InFlight;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.RegionTable;
import io.vertikv.placement.topology.StoreEntry;
import io.vertikv.placement.topology.StoreTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/**
 * The operators under way, at most one for each region, within the limits of their kinds and of the stores that they load; and the
 * last of those that have ended.
 */
public final class OperatorTable {
  public static final int HISTORY_MAX = 1024;

  private final StoreTable stores;
  private final RegionTable regions;
  private final IdPool ids;
  private final OperatorBuilder builder;
  private final Map<Long, Operator> byRegion = new LinkedHashMap<>();
  private final int[] running = new int[OperatorKind.values().length];
  private final long[][] ended = new long[OperatorKind.values().length][OperatorStatus.values().length];
  private final Deque<Operator> history = new ArrayDeque<>();
  private long lastId;

  /** @param leaderCost of a store, when one of several has to lead: the least is taken; infinite: it must not */
  public OperatorTable(StoreTable stores, RegionTable regions, IdPool ids, LongToDoubleFunction leaderCost) {
    this.stores = stores;
    this.regions = regions;
    this.ids = ids;
    this.builder = new OperatorBuilder(ids, leaderCost);
  }

  public boolean busy(long region) { return byRegion.containsKey(region); }

  /** Null when there is none. */
  public Operator of(long region) {
    return byRegion.get(region);
  }

  public Collection<Operator> running() { return Collections.unmodifiableCollection(byRegion.values()); }

  public int running(OperatorKind kind) { return running[kind.ordinal()]; }

  /** How many of a kind have ended so, since this leader began. */
  public long ended(OperatorKind kind, OperatorStatus how) {
    return ended[kind.ordinal()][how.ordinal()];
  }

  /** The last that have ended, oldest first. */
  public Collection<Operator> history() {
    return Collections.unmodifiableCollection(history);
  }

  private InFlight inFlight(long store) { return stores.get(store).inFlight(); }

  public IdPool ids() { return ids; }

  /** True when as many of the kind are under way as may be. */
  public boolean full(OperatorKind kind, PlacementConfig config) {
    return kind.limit() != null && running(kind) >= config.get(kind.limit());
  }

  /** Why the store takes no new replica at the moment, or null. */
  public Reason takesNone(StoreEntry store, PlacementConfig config, long now) {
    if (store.inFlight().adding() >= config.get(Setting.STORE_ADDING_MAX)) return Reason.ADDING_LIMIT;
    return store.inFlight().adds().has(config.get(Setting.STORE_ADDS_PER_MINUTE), now) ? null : Reason.ADD_RATE;
  }

  public boolean mayGive(StoreEntry store, PlacementConfig config, long now) {
    return store.inFlight().removes().has(config.get(Setting.STORE_REMOVES_PER_MINUTE), now);
  }

  public AddOutcome add(Proposal proposal, PlacementConfig config, long now) {
    RegionEntry region = regions.get(proposal.region());
    if (region == null) return new AddOutcome.NotAdded(Reason.NO_SUCH_REGION);
    RegionEntry target = proposal.wish() instanceof Wish.MergeInto merge ? regions.get(merge.target()) : null;
    Reason no = refusal(proposal, region, target, config, now);
    if (no != null) return new AddOutcome.NotAdded(no);
    return switch (builder.build(proposal.wish(), region)) {
      case BuildOutcome.NotBuilt not -> new AddOutcome.NotAdded(not.reason());
      case BuildOutcome.Built built -> {
        Operator operator = begin(proposal, built.steps(), region, now);
        if (target != null)
          begin(new Proposal(target.id(), proposal.kind(), proposal.wish(), proposal.reason()),
              built.forTarget(), target, now);
        spend(operator, region, config, now);
        yield new AddOutcome.Added(operator);
      }
    };
  }

  private Reason refusal(Proposal proposal, RegionEntry region, RegionEntry target, PlacementConfig config, long now) {
    if (busy(proposal.region())) return Reason.REGION_BUSY;
    if (full(proposal.kind(), config)) return Reason.OPERATOR_LIMIT;
    if (proposal.wish() instanceof Wish.MergeInto) {
      if (target == null) return Reason.NO_SUCH_REGION;
      if (busy(target.id())) return Reason.REGION_BUSY;
    }
    if (unknownStore(proposal.wish())) return Reason.NO_TARGET;
    if (proposal.kind() == OperatorKind.ADMIN) return null;
    return switch (proposal.wish()) {
      case Wish.AddReplica add -> takesNone(stores.get(add.store()), config, now);
      case Wish.ReplaceReplica replace -> {
        boolean spared = proposal.kind() == OperatorKind.REGION
            && !mayGive(stores.get(replace.fromStore()), config, now);
        yield spared ? Reason.REMOVE_RATE : takesNone(stores.get(replace.toStore()), config, now);
      }
      case Wish.RemoveReplica _,Wish.PromoteReplica _,Wish.MoveLeader _,Wish.FinishJoint _,Wish.SplitRegion _,Wish.MergeInto _ ->
        null;
    };
  }

  private boolean unknownStore(Wish wish) {
    return switch (wish) {
      case Wish.AddReplica add -> stores.get(add.store()) == null;
      case Wish.ReplaceReplica replace ->
        stores.get(replace.toStore()) == null || stores.get(replace.fromStore()) == null;
      case Wish.RemoveReplica _,Wish.PromoteReplica _,Wish.MoveLeader _,Wish.FinishJoint _,Wish.SplitRegion _,Wish.MergeInto _ ->
        false;
    };
  }

  private Operator begin(Proposal proposal, List<Step> steps, RegionEntry region, long now) {
    Operator operator = new Operator(++lastId, proposal, steps, region, now);
    byRegion.put(region.id(), operator);
    running[operator.kind().ordinal()]++;
    count(operator, region);
    return operator;
  }

  private void spend(Operator operator, RegionEntry region, PlacementConfig config, long now) {
    long to = operator.addsTo();
    if (to != 0) inFlight(to).adds().take(config.get(Setting.STORE_ADDS_PER_MINUTE), now);
    long from = operator.removesFrom(region);
    if (from != 0) inFlight(from).removes().take(config.get(Setting.STORE_REMOVES_PER_MINUTE), now);
  }

  private void count(Operator operator, RegionEntry region) {
    discount(operator);
    operator.counted = operator.influences(region);
    operator.weight = Weight.of(region);
    for (Influence influence : operator.counted) count(influence, operator.weight, 1);
  }

  private void discount(Operator operator) {
    for (Influence influence : operator.counted) count(influence, operator.weight, -1);
    operator.counted = List.of();
  }

  private void count(Influence influence, Weight weight, int sign) {
    InFlight store = inFlight(influence.store());
    store.leaders(sign * influence.leaders(), weight.load());
    store.peers(sign * influence.peers(), weight.bytes(), weight.writeLoad());
    store.adding(sign * influence.adding());
  }

  /** A region was heard of: what it has to do now, or null. */
  public Order heard(RegionEntry region, long now) {
    if (byRegion.isEmpty()) return null;
    Operator operator = byRegion.get(region.id());
    if (operator == null) return null;
    operator.look(region, now);
    if (operator.runs()) {
      count(operator, region);
      return order(operator, region, now);
    }
    forget(operator);
    return null;
  }

  private Order order(Operator operator, RegionEntry region, long now) {
    Step step = operator.toSend(region);
    if (step == null) return null;
    operator.sent(now);
    return new Order(operator.id(), region.id(), region.epoch(), region.leader().store(), step);
  }

  /** The region is no more: it was merged away, or what was known of it was wrong. */
  public void gone(long region, RegionEntry by, long now) {
    Operator operator = byRegion.get(region);
    if (operator == null) return;
    operator.end(operator.endsIn(by.id()) ? OperatorStatus.SUCCEEDED : OperatorStatus.REGION_GONE, now);
    forget(operator);
  }

  /** False when there is none. */
  public boolean cancel(long region, long now) {
    Operator operator = byRegion.get(region);
    if (operator == null) return false;
    operator.end(OperatorStatus.CANCELLED, now);
    forget(operator);
    return true;
  }

  private void forget(Operator operator) {
    byRegion.remove(operator.region());
    running[operator.kind().ordinal()]--;
    ended[operator.kind().ordinal()][operator.status().ordinal()]++;
    discount(operator);
    if (history.size() == HISTORY_MAX) history.removeFirst();
    history.addLast(operator);
  }

  /** Ends what has taken too long, and lists the steps that have to be sent, for the first time or again. */
  public List<Order> tick(PlacementConfig config, long now) {
    List<Order> orders = new ArrayList<>();
    for (Operator operator : List.copyOf(byRegion.values())) {
      if (operator.overdue(config, now)) {
        operator.end(OperatorStatus.TIMED_OUT, now);
        forget(operator);
      } else if (operator.isDueForSending(config.get(Setting.RESEND_MILLIS), now)) {
        Order order = order(operator, regions.get(operator.region()), now);
        if (order != null) orders.add(order);
      }
    }
    return orders;
  }
}
