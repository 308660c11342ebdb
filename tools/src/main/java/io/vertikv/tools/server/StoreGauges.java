package io.vertikv.tools.server;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.membership.Membership;
import io.vertikv.resp.admin.ServerFacts;
import io.vertikv.store.group.GroupSnapshots;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionHost;
import java.util.Collection;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What a store's groups look like, read on their loop once a second for those who ask on other threads. With several regions
 * their figures are added up: INFO and the metrics tell of the data as a whole.
 */
final class StoreGauges {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long store;
  private final Loop loop;
  private final StoreGroups groups;
  private final StoreReplicas replicas;
  private final LongPredicate reaches;
  private volatile StoreReadings.OfLoop ofLoop;
  private volatile ServerFacts.Replication replication;
  private long leaderHeardNanos;
  private boolean leaderHeard;

  StoreGauges(long store, Loop loop, StoreGroups groups, StoreReplicas replicas, LongPredicate reaches) {
    this.store = store;
    this.loop = loop;
    this.groups = groups;
    this.replicas = replicas;
    this.reaches = reaches;
    read();
  }

  StoreReadings.OfLoop ofLoop() { return ofLoop; }

  ServerFacts.Replication replication() { return replication; }

  /** On the loop, or before anything starts. */
  void read() {
    Collection<RegionHost.Hosted> regions = groups.host().all();
    StoreReadings.OfGroup data = regions.stream().map(each -> ofGroup("data", each.group())).reduce(StoreGauges::sum)
        .orElse(new StoreReadings.OfGroup("data", 0, 0, 0, 0, 0, GroupSnapshots.Tally.NONE));
    RegionExecutor.Stats stats = regions.stream().map(each -> each.executor().stats())
        .reduce(RegionExecutor.Stats.NONE, RegionExecutor.Stats::plus);
    ofLoop = new StoreReadings.OfLoop(stats, data.commitIndex() - data.appliedIndex(), groups.oracle().given(),
        groups.snapshots().underWay(), regions.size(), List.of(ofGroup("placement", groups.oracleGroup()), data));
    replication = replication(regions, data);
  }

  /** Who leads the first region that is here stands for all of them. */
  private ServerFacts.Replication replication(Collection<RegionHost.Hosted> regions, StoreReadings.OfGroup data) {
    if (regions.isEmpty()) return new ServerFacts.Replication(store, 0, 0, 0, 0, 0, 0, -1);
    RegionHost.Hosted first = regions.iterator().next();
    long leads = replicas.leaderOf(first.id());
    return new ServerFacts.Replication(store, leads, (int) data.answering(), data.term(), data.commitIndex(),
        data.appliedIndex(), quorum(first.group().membership()), leaderAge(leads));
  }

  /** How many stores a write is on at least when it is acknowledged. */
  private static int quorum(Membership members) {
    return Math.max(members.voters().size(), members.outgoing().size()) / 2 + 1;
  }

  /** Whether stores hear of each other is looked at once a second: a quiet group says nothing by itself. */
  private long leaderAge(long leads) {
    long nowNanos = loop.nanoTime();
    boolean heard = leads == store || leads != 0 && reaches.test(leads);
    if (heard) leaderHeardNanos = nowNanos;
    leaderHeard |= heard;
    return leaderHeard ? (nowNanos - leaderHeardNanos) / NANOS_PER_MILLI : -1;
  }

  private StoreReadings.OfGroup ofGroup(String name, RaftGroup group) {
    RaftStatus status = group.status();
    long answering = status.peers().stream().filter(RaftStatus.PeerStatus::active).count();
    return new StoreReadings.OfGroup(name, group.leads() ? 1 : 0, group.term(), status.commitIndex(),
        status.appliedIndex(), answering, groups.snapshots().tally(group.id()));
  }

  private static StoreReadings.OfGroup sum(StoreReadings.OfGroup some, StoreReadings.OfGroup other) {
    return new StoreReadings.OfGroup(some.name(), some.leads() + other.leads(), Math.max(some.term(), other.term()),
        some.commitIndex() + other.commitIndex(), some.appliedIndex() + other.appliedIndex(),
        Math.max(some.answering(), other.answering()), some.snapshots().plus(other.snapshots()));
  }
}
