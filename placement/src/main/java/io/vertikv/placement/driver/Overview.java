package io.vertikv.placement.driver;

import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.Operator;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.scheduler.ClusterView;
import io.vertikv.placement.scheduler.RegionCheck;
import io.vertikv.placement.scheduler.Tally;
import io.vertikv.placement.topology.InFlight;
import io.vertikv.placement.topology.RegionBag;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.StoreEntry;
import io.vertikv.placement.topology.StoreState;
import io.vertikv.store.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** Answers to an operator's questions. Lists of regions walk over all of them: for people, not for programs in a loop. */
public final class Overview {
  private final ClusterView view;
  private final Rounds rounds;
  private final boolean collecting;

  Overview(ClusterView view, Rounds rounds, boolean collecting) {
    this.view = view;
    this.rounds = rounds;
    this.collecting = collecting;
  }

  /** Not every range has been reported yet, and nothing is scheduled. */
  public boolean collecting() {
    return collecting;
  }

  /** Stores as recorded, settings, rules, safe point. */
  public ClusterState record() {
    return view.record();
  }

  public int regionCount() { return view.regions().size(); }

  /** Ranges that no leader has reported. */
  public int gaps() {
    return view.regions().gaps();
  }

  /** How often every region has been looked at. */
  public long patrols() {
    return rounds.patrol().rounds();
  }

  public Optional<RegionEntry> region(long id) { return Optional.ofNullable(view.regions().get(id)); }

  public Optional<RegionEntry> regionAt(Bytes key) { return Optional.ofNullable(view.regions().at(key)); }

  /** In key order, from the region that contains the key. */
  public List<RegionEntry> regionsFrom(Bytes key, int limit) {
    List<RegionEntry> found = new ArrayList<>();
    RegionEntry next = view.regions().at(key);
    if (next == null) next = view.regions().startingAfter(key);
    for (; next != null && found.size() < limit; next = view.regions().startingAfter(next.region().start()))
      found.add(next);
    return found;
  }

  /** Those that the store has a peer of, the ones that it leads first. */
  public List<RegionEntry> regionsOf(long store, int limit) {
    List<RegionEntry> found = new ArrayList<>();
    StoreEntry entry = view.store(store);
    if (entry == null) return found;
    for (RegionBag bag : List.of(entry.leaders(), entry.followers())) {
      for (int i = 0; i < bag.size() && found.size() < limit; i++) found.add(bag.at(i));
    }
    return found;
  }

  /** Those with the most to do, the busiest first. */
  public List<RegionEntry> hottest(boolean writes, int limit) {
    Comparator<RegionEntry> byLoad = Comparator
        .comparingLong(region -> writes ? region.writeLoad() : region.readLoad());
    PriorityQueue<RegionEntry> most = new PriorityQueue<>(byLoad);
    for (RegionEntry region : view.regions().all()) {
      most.add(region);
      if (most.size() > limit) most.remove();
    }
    List<RegionEntry> found = new ArrayList<>(most);
    found.sort(byLoad.reversed());
    return found;
  }

  public List<RegionEntry> regions(RegionCondition condition, int limit) {
    List<RegionEntry> found = new ArrayList<>();
    for (RegionEntry region : view.regions().all()) {
      if (found.size() < limit && is(region, condition)) found.add(region);
    }
    return found;
  }

  private boolean is(RegionEntry region, RegionCondition condition) {
    int demanded = view.demands(region).stream().mapToInt(Demand::count).sum();
    return switch (condition) {
      case DOWN_PEER -> !region.health().down().isEmpty();
      case PENDING_PEER -> !region.health().pending().isEmpty();
      case MISSING_PEER -> region.peers().size() < demanded;
      case EXTRA_PEER -> region.peers().size() > demanded;
      case LOST_STORE -> region.peers().list().stream().anyMatch(this::lost);
      case JOINT -> region.peers().isJoint();
      case OVERSIZED -> region.bytes() > view.get(Setting.SPLIT_REGION_BYTES)
          || region.keys() > view.get(Setting.SPLIT_REGION_KEYS);
      case EMPTY -> region.keys() == 0;
      case SILENT -> view.now() - region.heardMillis() > view.get(Setting.DOWN_AFTER_MILLIS);
    };
  }

  private boolean lost(RegionPeer peer) {
    StoreEntry store = view.store(peer.store());
    StoreState state = store == null ? StoreState.UNKNOWN : view.state(store);
    return !state.takesMore() && state != StoreState.DISCONNECTED;
  }

  public List<StoreStatus> stores() { return view.stores().stream().map(this::status).toList(); }

  /** Empty when it is not on record. */
  public Optional<StoreStatus> store(long id) {
    return stores().stream().filter(store -> store.record().id() == id).findFirst();
  }

  private StoreStatus status(StoreEntry store) {
    InFlight load = store.inFlight();
    StoreStatus.Share share = new StoreStatus.Share(store.leaders().size(), store.peers(), store.bytes(),
        store.leaderLoad(), view.regionScore(store, 0), new StoreStatus.UnderWay(load.leaders(), load.peers()));
    return new StoreStatus(store.record(), view.state(store), share, store.report(), view.now() - store.heardMillis());
  }

  public Collection<Operator> operators() { return view.operators().running(); }

  /** The last that have ended, oldest first. */
  public Collection<Operator> history() {
    return view.operators().history();
  }

  public Optional<Operator> operatorOf(long region) { return Optional.ofNullable(view.operators().of(region)); }

  public List<SchedulerStatus> schedulers() {
    List<SchedulerStatus> all = new ArrayList<>();
    Tally tally = rounds.tally();
    for (SchedulerName name : SchedulerName.values()) {
      all.add(new SchedulerStatus(name, view.config().runs(name), tally.proposed(name), tally.of(name)));
    }
    return all;
  }

  /** Every setting with the value in force. */
  public Map<Setting, Long> settings() {
    Map<Setting, Long> all = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) all.put(setting, view.get(setting));
    return all;
  }

  /** What the checks would do for a region now, or why they would do nothing: one line for each. */
  public List<String> explain(long id) {
    RegionEntry region = view.regions().get(id);
    if (region == null) return List.of("region " + id + ": " + Reason.NO_SUCH_REGION.label());
    List<String> lines = new ArrayList<>();
    operatorOf(id).ifPresent(operator -> lines.add(operator.toString()));
    for (RegionCheck check : rounds.checks()) {
      Tally why = new Tally();
      Proposal proposal = check.check(region, view, why);
      String what = proposal != null
          ? proposal.wish() + ": " + proposal.reason()
          : why.of(check.name()).isEmpty()
              ? Reason.NOTHING_TO_DO.label()
              : String.join(", ", why.of(check.name()).keySet().stream().map(Reason::label).toList());
      lines.add(check.name().label() + ": " + what);
    }
    return lines;
  }
}
