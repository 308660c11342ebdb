package io.vertikv.placement.driver;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.AddOutcome;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.scheduler.BalanceLeaders;
import io.vertikv.placement.scheduler.BalanceRegions;
import io.vertikv.placement.scheduler.ClusterView;
import io.vertikv.placement.scheduler.EvictLeaders;
import io.vertikv.placement.scheduler.HotRegions;
import io.vertikv.placement.scheduler.LostStores;
import io.vertikv.placement.scheduler.MergeCheck;
import io.vertikv.placement.scheduler.RegionCheck;
import io.vertikv.placement.scheduler.ReplicaRepair;
import io.vertikv.placement.scheduler.Scheduler;
import io.vertikv.placement.scheduler.SlowStores;
import io.vertikv.placement.scheduler.SplitCheck;
import io.vertikv.placement.scheduler.Tally;
import io.vertikv.placement.topology.RegionEntry;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Asks the schedulers in turn, the urgent ones first, and starts what they propose. */
final class Rounds {
  /** A scheduler whose proposals are refused so often in one turn has had its turn. */
  private static final int REFUSALS_MAX = 4;
  private final SlowStores slowStores = new SlowStores();
  private final ReplicaRepair repair = new ReplicaRepair();
  private final List<Scheduler> urgent = List.of(new LostStores(repair), EvictLeaders.ofDraining(), slowStores);
  private final List<RegionCheck> checks = List.of(repair, new SplitCheck(), new MergeCheck());
  private final List<Scheduler> balancing = List.of(new HotRegions(), new BalanceLeaders(), new BalanceRegions());
  private final Tally tally = new Tally();
  private final Patrol patrol;
  private int room;

  Rounds(long now) { patrol = new Patrol(now); }

  boolean isSlow(long store) { return slowStores.isSlow(store); }

  Tally tally() { return tally; }

  Patrol patrol() { return patrol; }

  List<RegionCheck> checks() { return checks; }

  /** Nothing may be scheduled yet. */
  void collecting() {
    for (SchedulerName name : SchedulerName.values()) tally.count(name, Reason.COLLECTING);
  }

  void turn(ClusterView view) {
    room = (int) view.get(Setting.OPERATORS_PER_TICK_MAX);
    if (!view.config().runs(SchedulerName.EVICT_SLOW_STORE)) slowStores.forget();
    urgent.forEach(scheduler -> run(scheduler, view));
    walk(view);
    balancing.forEach(scheduler -> run(scheduler, view));
  }

  private void run(Scheduler scheduler, ClusterView view) {
    if (!view.config().runs(scheduler.name())) {
      tally.count(scheduler.name(), Reason.PAUSED);
      return;
    }
    for (int refusals = 0; room > 0 && refusals < REFUSALS_MAX;) {
      Proposal proposal = scheduler.propose(view, tally);
      if (proposal == null) return;
      if (!start(scheduler.name(), proposal, view)) refusals++;
    }
  }

  private boolean start(SchedulerName scheduler, Proposal proposal, ClusterView view) {
    return switch (view.operators().add(proposal, view.config(), view.now())) {
      case AddOutcome.Added added -> {
        tally.countProposed(scheduler);
        room--;
        yield true;
      }
      case AddOutcome.NotAdded not -> {
        tally.count(scheduler, not.reason());
        yield false;
      }
    };
  }

  /** Shows regions to the checks. One whose proposals are refused for lack of room is not asked further in this turn. */
  private void walk(ClusterView view) {
    Set<SchedulerName> full = EnumSet.noneOf(SchedulerName.class);
    for (RegionCheck check : checks) {
      if (view.config().runs(check.name())) continue;
      tally.count(check.name(), Reason.PAUSED);
      full.add(check.name());
    }
    if (full.size() == checks.size()) return;
    for (RegionEntry region : patrol.next(view)) {
      if (room <= 0) patrol.suspect(region.id());
      else look(region, view, full);
    }
  }

  private void look(RegionEntry region, ClusterView view, Set<SchedulerName> full) {
    for (RegionCheck check : checks) {
      if (full.contains(check.name())) continue;
      Proposal proposal = check.check(region, view, tally);
      if (proposal == null) continue;
      if (view.operators().full(proposal.kind(), view.config())) {
        tally.count(check.name(), Reason.OPERATOR_LIMIT);
        full.add(check.name());
      } else if (start(check.name(), proposal, view)) return;
    }
  }
}
