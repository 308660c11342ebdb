package io.vertikv.txn.route;

import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reads of a gateway that this store's replica answers while another store leads. Of each lane there is one at a time, and
 * what comes after it in its lane waits, since it might run at the leader before the read ran here. A read of which it is not
 * known that nothing of its lane is on its way to the leader waits for everything that was submitted before it.
 */
final class ReplicaReads {
  private record Waiting(Errand errand, long after) {}

  private final Loop loop;
  private final LocalRoad road;
  private final long retryMillis;
  private final Map<Lane, ArrayDeque<RegionOperation>> behind = new IdentityHashMap<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int count;

  ReplicaReads(Loop loop, LocalRoad road, long retryMillis) {
    this.loop = loop;
    this.road = road;
    this.retryMillis = retryMillis;
  }

  /** What is here without an outcome. */
  int count() {
    return count;
  }

  /** True when the operation has to wait for a read of its lane, and does. */
  boolean holds(RegionOperation operation) {
    if (behind.isEmpty()) return false;
    ArrayDeque<RegionOperation> others = behind.get(operation.lane());
    if (others == null) return false;
    others.add(operation);
    count++;
    return true;
  }

  /** @param after the last errand that it has to wait for; 0: none */
  void add(Errand errand, long after, Errand first) {
    errand.here = true;
    count++;
    if (errand.lane() != null) behind.put(errand.lane(), new ArrayDeque<>());
    if (after == 0 || errand.lane() == null) road.submit(errand);
    else waiting.add(new Waiting(errand, after));
    settled(first);
  }

  /** @param first in the gateway's line, or null */
  void settled(Errand first) {
    while (!waiting.isEmpty() && (first == null || first.number > waiting.peek().after())) {
      road.submit(waiting.poll().errand());
    }
  }

  /** What waited behind it, to be submitted again; null: it is not over, and tries again. */
  List<RegionOperation> cameBack(Errand errand) {
    if (RoutedGateway.bounces(errand.failure) && errand.deadlineNanos - loop.nanoTime() > 0) {
      loop.schedule(retryMillis, () -> {
        road.submit(errand);
        road.flush();
      });
      return null;
    }
    ArrayDeque<RegionOperation> next = errand.lane() == null ? null : behind.remove(errand.lane());
    count -= 1 + (next == null ? 0 : next.size());
    if (errand.failure == null) errand.operation().completed();
    else errand.operation().failed(reason(errand.failure));
    return next == null ? List.of() : new ArrayList<>(next);
  }

  private static RegionFailure reason(RegionFailure failure) {
    return RoutedGateway.bounces(failure)
        ? new RegionFailure.Unavailable("no leader vouched for what this replica has")
        : failure;
  }
}
