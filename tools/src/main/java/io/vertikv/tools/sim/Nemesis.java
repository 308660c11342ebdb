package io.vertikv.tools.sim;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.store.group.RaftGroup;
import java.util.List;
import java.util.random.RandomGenerator;

/** Brings trouble, as the weather allows: looks every few milliseconds and draws what happens now. */
final class Nemesis {
  private static final int LOOK_MILLIS_MAX = 8;
  private static final long SLOW_DISK_MICROS = 40_000;
  private static final long USUAL_DISK_MICROS = 300;
  private static final int CALLS_TO_CUT_MAX = 12;

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
    SimNode leader = up.stream().filter(node -> node.store().group().leads()).findFirst().orElse(up.getFirst());
    SimNode one = chance(0.5) ? leader : up.get(random.nextInt(up.size()));
    troubleDisks(one);
    troubleGroup(one, leader, up);
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

  private void troubleGroup(SimNode one, SimNode leader, List<SimNode> up) {
    RaftGroup group = leader.store().group();
    if (chance(weather.transfer) && transfer(leader.store(), up.get(random.nextInt(up.size())).id())) {
      cluster.trace().note(leader.id(), "gives leadership away", group.term(), 0);
    }
    if (chance(weather.campaign)) one.store().disconnected(one.store().group().leaderStore());
    if (chance(weather.change)) change(group);
    if (group.status().quiesced()) cluster.trace().note(leader.id(), "sleeps", group.term(), 0);
  }

  /** As an operator does it, and as Raft alone would. */
  private boolean transfer(SimStore leader, long to) {
    return chance(0.5) ? leader.executor().transferLeader(to) : leader.group().transferLeader(to);
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
    PeerChange[] steps = new PeerChange[1 + random.nextInt(2)];
    for (int i = 0; i < steps.length; i++) {
      long peer = 1 + random.nextInt(cluster.nodes().size());
      boolean enough = now.voters().size() - steps.length > cluster.nodes().size() / 2;
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
