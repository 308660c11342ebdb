package io.vertikv.txn.route;

import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way to the replica of this process. On its own loop it is a plain call; otherwise what sets out between two flushes
 * crosses in one task, and so does what comes back in one turn of the region's loop.
 *
 * <p>Once the region has refused an errand of an attempt, it gets no other one of that attempt: a leader that comes back at
 * once must not run the second before the first.
 */
final class LocalRoad {
  private final Loop home;
  private final RoutedGateway.Replica replica;
  private final boolean sameLoop;
  private final Consumer<Errand> cameBack;
  /** On the home loop. */
  private List<Errand> outbound = new ArrayList<>();
  /** On the region's loop. */
  private List<Errand> inbound = new ArrayList<>();
  private long bouncedAttempt = -1;
  private boolean touched;

  /** @param cameBack told at home of each errand that is over */
  LocalRoad(Loop home, RoutedGateway.Replica replica, Consumer<Errand> cameBack) {
    this.home = home;
    this.replica = replica;
    this.sameLoop = home.equals(replica.loop());
    this.cameBack = cameBack;
  }

  void submit(Errand errand) {
    touched = true;
    if (sameLoop) arrive(errand);
    else outbound.add(errand);
  }

  void flush() {
    if (!touched) return;
    touched = false;
    if (sameLoop) {
      replica.door().flush();
      return;
    }
    List<Errand> together = outbound;
    outbound = new ArrayList<>();
    replica.loop().execute(() -> {
      together.forEach(this::arrive);
      replica.door().flush();
    });
  }

  private void arrive(Errand errand) {
    if (errand.here) replica.reads().readHere(errand, errand.staleNanosMax());
    else if (errand.attempt == bouncedAttempt) errand.failed(new RegionFailure.NotLeader(0));
    else replica.door().submit(errand);
  }

  /** On the region's loop. */
  void comeBack(Errand errand, RegionFailure failure) {
    errand.failure = failure;
    if (!errand.here && RoutedGateway.bounces(failure)) bouncedAttempt = errand.attempt;
    if (sameLoop) {
      cameBack.accept(errand);
      return;
    }
    if (inbound.isEmpty()) replica.loop().execute(this::deliver);
    inbound.add(errand);
  }

  private void deliver() {
    List<Errand> together = inbound;
    inbound = new ArrayList<>();
    home.execute(() -> together.forEach(cameBack));
  }
}
