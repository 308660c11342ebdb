package io.vertikv.tools.sim;

import java.util.random.RandomGenerator;

/**
 * What happens to machines rather than to stores: somebody sets the wall clock, the disk of the log has no room, a bit of a
 * store that is down is not what was written. Drawn apart from {@link Nemesis}, each kind in about half of the runs.
 */
final class Accidents {
  private static final int LOOK_MILLIS_MAX = 40;
  /** More than any lease, patience or skew that somebody might tolerate. */
  private static final long FAR_MILLIS = 600_000;
  private static final long NEAR_MILLIS = 50;

  private final SimCluster cluster;
  private final RandomGenerator random;
  private final double clocksSet;
  private final double logsFull;
  private final double roomAgain;
  private final double bitsFlipped;
  private final double repaired;
  private boolean gone;

  Accidents(SimCluster cluster, RandomGenerator random) {
    this.cluster = cluster;
    this.random = random;
    clocksSet = sometimes(0.1);
    logsFull = sometimes(0.05);
    roomAgain = 0.02 + random.nextDouble() * 0.3;
    bitsFlipped = sometimes(0.5);
    repaired = 0.01 + random.nextDouble() * 0.2;
    later();
  }

  private double sometimes(double most) { return random.nextBoolean() ? 0 : random.nextDouble() * most; }

  /** None any more. */
  void leave() {
    gone = true;
  }

  private void later() {
    cluster.time().after(random.nextLong(LOOK_MILLIS_MAX * SimScheduler.MILLI), () -> {
      if (gone) return;
      for (SimNode node : cluster.nodes()) look(node);
      later();
    });
  }

  private void look(SimNode node) {
    if (chance(clocksSet)) setClock(node);
    if (chance(logsFull)) {
      cluster.trace().note(node.id(), "has no room for its log", 0, 0);
      node.device().full(true);
    } else if (chance(roomAgain)) {
      node.device().full(false);
    }
    if (node.damaged() && chance(repaired)) node.repair();
    if (!node.up() && noneDamaged() && chance(bitsFlipped)) node.damage(random);
  }

  private void setClock(SimNode node) {
    long most = chance(0.5) ? NEAR_MILLIS : FAR_MILLIS;
    long byMillis = random.nextLong(2 * most + 1) - most;
    node.clock().set(byMillis);
    cluster.trace().note(node.id(), byMillis < 0 ? "has its clock set back" : "has its clock set forward", byMillis, 0);
  }

  /** What one replica has lost must be known to others. */
  private boolean noneDamaged() {
    return cluster.nodes().stream().noneMatch(SimNode::damaged);
  }

  private boolean chance(double probability) { return random.nextDouble() < probability; }
}
