package io.vertikv.txn.route;

import io.vertikv.txn.region.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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

  private final Map<Lane, ArrayDeque<Errand>> behind = new IdentityHashMap<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int underWay;

  /** Reads that set out and are not released. */
  int underWay() {
    return underWay;
  }

  boolean isEmpty() { return underWay == 0 && waiting.isEmpty(); }

  /** True when the errand has to wait for a read of its lane, and does. */
  boolean holds(Errand errand) {
    if (behind.isEmpty()) return false;
    ArrayDeque<Errand> others = behind.get(errand.lane());
    if (others == null) return false;
    others.add(errand);
    return true;
  }

  /** @param after the last errand that it has to wait for; 0: none */
  void add(Errand errand, long after, Errand first, LocalRoad road) {
    if (errand.lane() != null) behind.put(errand.lane(), new ArrayDeque<>());
    if (after == 0 || errand.lane() == null) setOut(errand, road);
    else waiting.add(new Waiting(errand, after));
    settled(first, road);
  }

  /** @param first in the gateway's line, or null */
  void settled(Errand first, LocalRoad road) {
    while (!waiting.isEmpty() && (first == null || first.number > waiting.peek().after())) {
      setOut(waiting.poll().errand(), road);
    }
  }

  private void setOut(Errand errand, LocalRoad road) {
    underWay++;
    errand.reads(road);
    road.submit(errand);
  }

  /** One that set out is over, or goes elsewhere: what waited behind it comes back, to be taken up next. */
  Collection<Errand> release(Errand errand) {
    underWay--;
    return behindOf(errand);
  }

  private Collection<Errand> behindOf(Errand errand) {
    ArrayDeque<Errand> next = errand.lane() == null ? null : behind.remove(errand.lane());
    return next == null ? List.of() : next;
  }

  /** Those of the line, and between them those that wait here, in the order in which they are to be taken up elsewhere. */
  List<Errand> leaveWith(Line line) {
    List<Errand> all = new ArrayList<>(line.count() + waiting.size());
    for (Errand each = line.first(); each != null; each = each.after) {
      while (!waiting.isEmpty() && waiting.peek().after() < each.number) leaveNext(all);
      all.add(each);
    }
    while (!waiting.isEmpty()) leaveNext(all);
    return all;
  }

  private void leaveNext(List<Errand> all) {
    Errand errand = waiting.poll().errand();
    all.add(errand);
    all.addAll(behindOf(errand));
  }
}
