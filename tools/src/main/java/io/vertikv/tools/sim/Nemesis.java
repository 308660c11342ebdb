package io.vertikv.tools.sim;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.resp.type.KeyHash;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.group.GroupMembers;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.txn.region.SplitChild;
import io.vertikv.txn.region.SplitListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Brings trouble, as the weather allows: looks every few milliseconds and draws what happens now. */
final class Nemesis {
  private static final int LOOK_MILLIS_MAX = 8;
  private static final long SLOW_DISK_MICROS = 40_000;
  private static final long USUAL_DISK_MICROS = 300;
  private static final int CALLS_TO_CUT_MAX = 12;
  private static final int CHILDREN_MAX = 3;
  /** Between the keys of workloads, and between those of which nobody wants two at once. */
  private static final List<String> CUTS = List.of("a", "c", "c1", "c2", "l", "l1", "r", "r1", "r2");

  private final SimCluster cluster;
  private final RandomGenerator random;
  private final Weather weather;
  private boolean gone;

  Nemesis(SimCluster cluster, RandomGenerator random) {
    this.cluster = cluster;
    this.random = random;
    weather = cluster.weather();
    later();
  }

  /** No trouble any more. */
  void leave() {
    gone = true;
  }

  private void later() {
    cluster.time().after(random.nextLong(LOOK_MILLIS_MAX * SimScheduler.MILLI), () -> {
      if (gone) return;
      look();
      later();
    });
  }

  private void look() {
    for (SimNode node : cluster.nodes())
      if (!node.up() && !node.refuses() && chance(weather.restart)) cluster.restart(node);
    if (chance(weather.heal)) cluster.network().heal();
    List<SimNode> up = cluster.nodes().stream().filter(SimNode::up).toList();
    if (up.isEmpty()) return;
    cluster.look();
    List<SimReplica> leaders = cluster.replicas().stream().filter(each -> each.group().leads())
        .toList();
    SimReplica leader = leaders.isEmpty() ? null : leaders.get(random.nextInt(leaders.size()));
    SimNode one = leader != null && chance(0.5)
        ? cluster.nodes().get((int) leader.store().id() - 1)
        : up.get(random.nextInt(up.size()));
    troubleDisks(one);
    if (chance(weather.campaign)) campaign(one.store());
    if (leader != null) troubleGroup(leader, up);
    if (chance(weather.partition)) partition(one);
    if (chance(weather.pause))
      pause(one, random.nextLong(3 * weather.electionMillis * SimScheduler.MILLI));
    if (chance(weather.crash)) crash(chance(weather.blackout) ? up : List.of(one));
  }

  private void pause(SimNode one, long nanos) {
    cluster.trace().note(one.id(), "is paused", nanos / SimScheduler.MILLI, 0);
    one.store().pause(nanos);
  }

  private void troubleDisks(SimNode one) {
    if (chance(weather.flush)) one.store().flush();
    if (chance(weather.chill)) one.store().engine().chill();
    if (chance(weather.compact)) one.store().compact(chance(weather.pressed));
    if (weather.front() && chance(weather.fullDisk())) {
      one.diskFull(!one.diskFull());
      cluster.trace().note(one.id(), one.diskFull() ? "has a full disk" : "has room again", 0, 0);
    }
    if (chance(weather.slowDisk)) one.diskSpeed(SLOW_DISK_MICROS);
    if (chance(0.05)) one.diskSpeed(USUAL_DISK_MICROS);
    if (chance(weather.syncFailure)) {
      cluster.trace().note(one.id(), "is going to fail a sync", 0, 0);
      one.device().failNextSync();
    }
  }

  /** It believes for a moment that a leader is gone. */
  private void campaign(SimStore store) {
    List<SimReplica> all = List.copyOf(store.replicas().all());
    if (!all.isEmpty()) store.disconnected(all.get(random.nextInt(all.size())).group().leaderStore());
  }

  private void troubleGroup(SimReplica leader, List<SimNode> up) {
    long store = leader.store().id();
    RaftGroup group = leader.group();
    if (chance(weather.transfer) && transfer(leader, up.get(random.nextInt(up.size())).id())) {
      cluster.trace().note(store, "gives leadership away", group.term(), 0);
    }
    if (chance(weather.change)) change(group);
    if (chance(weather.split())) split(leader);
    if (chance(weather.move())) move(leader);
    if (group.status().quiesced()) cluster.trace().note(store, "sleeps", group.term(), 0);
  }

  /** As an operator does it, and as Raft alone would. */
  private boolean transfer(SimReplica leader, long store) {
    long to = leader.group().addresses().peerOn(store, leader.group().membership());
    if (to == 0) return false;
    return chance(0.5) ? leader.executor().transferLeader(to) : leader.group().transferLeader(to);
  }

  private void split(SimReplica leader) {
    int more = weather.regionsMax() - cluster.ledger().all().size();
    if (more <= 0) return;
    SortedSet<Bytes> cuts = new TreeSet<>();
    for (int i = 1 + random.nextInt(Math.min(more, CHILDREN_MAX)); i > 0; i--) cuts.add(Bytes.of(cut()));
    KeyRange range = leader.executor().region().range();
    List<SplitChild> children = new ArrayList<>();
    for (Bytes cut : cuts) {
      boolean within = range.contains(cut.array()) && !Arrays.equals(range.start(), cut.array());
      if (!within) continue;
      Map<Long, Long> peers = new TreeMap<>();
      PeerSet parents = leader.group().membership().peers();
      for (int p = 0; p < parents.size(); p++) peers.put(parents.at(p), cluster.nextId());
      children.add(new SplitChild(cluster.nextId(), cut.array(), peers));
    }
    if (children.isEmpty()) return;
    long region = leader.region();
    long store = leader.store().id();
    leader.executor().split(children, new SplitListener() {
      @Override
      public void split() { cluster.trace().note(store, "splits a region", region, children.size()); }

      @Override
      public void notSplit(String reason) { cluster.trace().note(store, "splits nothing", region, 0); }

      @Override
      public void unknown() { cluster.trace().note(store, "does not know whether it has split", region, 0); }
    });
  }

  /** What is asked for in one command lies on one side of it. */
  private byte[] cut() {
    if (weather.front()) return RedisKeys.slot(0, random.nextInt(KeyHash.SLOTS)).start();
    return Work.bytes(CUTS.get(random.nextInt(CUTS.size())));
  }

  /** Replicas come to other stores and leave, a step at a time, as placement does it. */
  private void move(SimReplica leader) {
    GroupMembers members = new GroupMembers(leader.group(), store -> cluster.nextId(),
        leader.executor()::transferLeader);
    long store = 1 + random.nextInt(cluster.nodes().size());
    boolean many = leader.group().membership().peers().size() > cluster.weather().founders();
    GroupMembers.Progress made = chance(0.5) || !many ? members.add(store) : members.remove(store);
    if (made instanceof GroupMembers.Progress.Working)
      cluster.trace().note(leader.store().id(), "moves a replica", store, 0);
  }

  private void crash(List<SimNode> nodes) {
    boolean power = chance(weather.powerCut);
    for (SimNode node : nodes) {
      // In the middle of what the disk is doing, if it does something soon; otherwise now.
      if (power && chance(0.5)) node.device().cutAfter(1 + random.nextInt(CALLS_TO_CUT_MAX));
      else cluster.crash(node, power);
    }
  }

  /** Voters become learners and voters again, one or two at a time; a majority of all stays. */
  private void change(RaftGroup group) {
    Membership now = group.membership();
    PeerSet all = now.peers();
    PeerChange[] steps = new PeerChange[1 + random.nextInt(2)];
    for (int i = 0; i < steps.length; i++) {
      long peer = all.at(random.nextInt(all.size()));
      boolean enough = now.voters().size() - steps.length > all.size() / 2;
      steps[i] = now.learners().contains(peer)
          ? new PeerChange.Promote(peer)
          : enough ? new PeerChange.Demote(peer) : new PeerChange.Promote(peer);
    }
    if (group.proposeMembership(List.of(steps),
        group.addresses()) instanceof ProposeOutcome.Proposed(long at, long term)) {
      cluster.trace().note(0, "membership changes", at, term);
    }
  }

  private void partition(SimNode one) {
    boolean oneWay = chance(weather.oneWay);
    boolean deaf = chance(0.5);
    SimNode friend = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    for (SimNode other : cluster.nodes()) {
      if (other == one || other == friend) continue;
      for (SimNode side : List.of(one, friend)) {
        if (!oneWay || !deaf) cluster.network().cut(side.id(), other.id());
        if (!oneWay || deaf) cluster.network().cut(other.id(), side.id());
      }
    }
  }

  private boolean chance(double probability) { return random.nextDouble() < probability; }
}
