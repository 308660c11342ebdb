package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.topology.RegionBag;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.StoreEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/**
 * Spreads load. Two kinds of it: what leaders do (reads and writes of the regions that a store leads), and what replicas write
 * (every peer's disk). From the store with the most, if it is above the mean by more than the tolerance, one of its hottest regions
 * goes to where the greater of the two stores' loads becomes the least: by a transfer of leadership if a replica is there
 * already, else by a move. If nothing makes it less, nothing happens: one region that is too hot for any store has to be split.
 */
public final class HotRegions implements Scheduler {
  private static final int CANDIDATES = 16;

  @Override
  public SchedulerName name() { return SchedulerName.HOT_REGIONS; }

  @Override
  public Proposal propose(ClusterView view, Tally tally) {
    if (view.operators().full(OperatorKind.HOT, view.config())) return none(tally, Reason.OPERATOR_LIMIT);
    Proposal leader = new Pass(view, tally, true).propose();
    return leader != null ? leader : new Pass(view, tally, false).propose();
  }

  private static Proposal none(Tally tally, Reason reason) {
    tally.count(SchedulerName.HOT_REGIONS, reason);
    return null;
  }

  /** @param leaders the load of leaders; else that of replicas */
  private record Pass(ClusterView view, Tally tally, boolean leaders) {
    private long loadOf(StoreEntry store) { return leaders ? view.leaderLoad(store) : view.peerWriteLoad(store); }

    private long loadOf(RegionEntry region) { return leaders ? region.load() : region.writeLoad(); }

    Proposal propose() {
      StoreEntry hottest = null;
      StoreEntry coolest = null;
      long sum = 0;
      int count = 0;
      for (StoreEntry store : view.stores()) {
        if (!view.acceptsLeaders(store)) continue;
        sum += loadOf(store);
        count++;
        if (hottest == null || loadOf(store) > loadOf(hottest)) hottest = store;
        if (coolest == null || loadOf(store) < loadOf(coolest)) coolest = store;
      }
      if (count < 2) return none(tally, Reason.NO_TARGET);
      long bearable = sum / count + sum / count * view.get(Setting.HOT_TOLERANCE_PERMILLE) / 1000;
      if (loadOf(hottest) <= bearable) return none(tally, Reason.BALANCED);
      return cool(hottest, coolest);
    }

    private Proposal cool(StoreEntry from, StoreEntry coolest) {
      List<RegionEntry> hot = hottestOf(leaders ? from.leaders() : from.followers());
      if (hot.isEmpty()) return none(tally, Reason.NO_REGION);
      Proposal best = null;
      long bestPeak = Long.MAX_VALUE;
      for (RegionEntry region : hot) {
        StoreEntry to = leaders ? follower(region) : null;
        boolean transfer = to != null && peak(region, from, to) < loadOf(from);
        if (!transfer) to = mayHave(region, coolest, from) ? coolest : null;
        if (to == null) continue;
        long peak = peak(region, from, to);
        if (peak >= loadOf(from) || peak >= bestPeak) continue;
        bestPeak = peak;
        best = proposal(region, from, to, transfer);
      }
      return best != null ? best : none(tally, Reason.NO_GAIN);
    }

    /** The load of the hotter of the two afterwards. */
    private long peak(RegionEntry region, StoreEntry from, StoreEntry to) {
      return Math.max(loadOf(from) - loadOf(region), loadOf(to) + loadOf(region));
    }

    private List<RegionEntry> hottestOf(RegionBag bag) {
      ToLongFunction<RegionEntry> load = this::loadOf;
      PriorityQueue<RegionEntry> most = new PriorityQueue<>(Comparator.comparingLong(load));
      for (int i = 0; i < bag.size(); i++) {
        RegionEntry region = bag.at(i);
        if (loadOf(region) < view.get(Setting.HOT_LOAD_MIN) || view.busy(region) || !region.health().good()) continue;
        most.add(region);
        if (most.size() > CANDIDATES) most.remove();
      }
      List<RegionEntry> found = new ArrayList<>(most);
      found.sort(Comparator.comparingLong(load).reversed().thenComparingLong(RegionEntry::id));
      return found;
    }

    private StoreEntry follower(RegionEntry region) {
      StoreEntry best = null;
      for (RegionPeer peer : region.peers().list()) {
        StoreEntry store = view.store(peer.store());
        boolean can = peer.role() == PeerRole.VOTER && peer.id() != region.leader().id();
        if (!can || !view.acceptsLeaders(store) || !view.mayLead(region, store)) continue;
        if (best == null || loadOf(store) < loadOf(best)) best = store;
      }
      return best;
    }

    private boolean mayHave(RegionEntry region, StoreEntry to, StoreEntry from) {
      if (region.peers().onStore(to.id()) != null || view.refusesReplica(to, region.bytes()) != null) return false;
      if (view.hasRules() && !view.demands(region).stream().allMatch(demand -> demand.allows(to.labels())))
        return false;
      Targets targets = new Targets(view, tally, SchedulerName.HOT_REGIONS);
      List<String> levels = view.demands(region).getFirst().locationLabels();
      return targets.isolation(to, region, from.id(), levels) >= targets.isolation(from, region, from.id(), levels);
    }

    private Proposal proposal(RegionEntry region, StoreEntry from, StoreEntry to, boolean transfer) {
      Wish wish = transfer ? new Wish.MoveLeader(to.id()) : new Wish.ReplaceReplica(from.id(), to.id(), leaders);
      return new Proposal(region.id(), OperatorKind.HOT, wish,
          "store " + from.id() + (leaders ? " serves " : " writes ") + kib(loadOf(from)) + ", store " + to.id() + " "
              + kib(loadOf(to)) + ", the region " + kib(loadOf(region)));
    }

    private static String kib(long load) { return (load >> 10) + " KiB/s"; }
  }
}
