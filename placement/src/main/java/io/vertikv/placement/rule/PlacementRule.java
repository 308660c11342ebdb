package io.vertikv.placement.rule;

import io.vertikv.store.bytes.Bytes;
import java.util.Comparator;
import java.util.List;

/**
 * The demands on every region within a key range. Of several rules for a region only the one with the highest priority counts:
 * rules do not add up, so that what holds for a key can be read from one place.
 *
 * @param end exclusive; empty: to the end of the key space
 * @param demands those with constraints come first, whatever the order given: they are the harder ones to meet
 */
public record PlacementRule(String id, Bytes start, Bytes end, int priority, List<Demand> demands) {
  public static final int DEMANDS_MAX = 8;
  public static final int KEY_BYTES_MAX = 64 << 10;
  public static final int PRIORITY_MAX = 1000;

  public PlacementRule {
    StoreLabels.requireWord("rule", id);
    demands = demands.stream().sorted(Comparator.comparing((Demand demand) -> demand.constraints().isEmpty())).toList();
    if (start.length() > KEY_BYTES_MAX || end.length() > KEY_BYTES_MAX)
      throw new IllegalArgumentException("key too long");
    if (end.length() > 0 && start.compareTo(end) >= 0)
      throw new IllegalArgumentException("rule " + id + ": empty range");
    if (priority < 0 || priority > PRIORITY_MAX) throw new IllegalArgumentException("priority 0 to " + PRIORITY_MAX);
    requireSound(id, demands);
  }

  private static void requireSound(String id, List<Demand> demands) {
    if (demands.isEmpty() || demands.size() > DEMANDS_MAX) {
      throw new IllegalArgumentException("rule " + id + ": 1 to " + DEMANDS_MAX + " demands");
    }
    if (demands.stream().noneMatch(demand -> demand.role().mayLead())) {
      throw new IllegalArgumentException("rule " + id + ": no replica may lead");
    }
    if (demands.stream().filter(demand -> demand.role() == DemandRole.LEADER).count() > 1) {
      throw new IllegalArgumentException("rule " + id + ": more than one leader");
    }
    if (count(demands, true) > Demand.COUNT_MAX || count(demands, false) > Demand.COUNT_MAX) {
      throw new IllegalArgumentException("rule " + id + ": more than " + Demand.COUNT_MAX + " voters or learners");
    }
  }

  private static int count(List<Demand> demands, boolean votes) {
    return demands.stream().filter(demand -> demand.role().votes() == votes).mapToInt(Demand::count).sum();
  }

  public int voters() { return count(demands, true); }

  public int replicas() { return count(demands, true) + count(demands, false); }

  /** The whole range [from, to) lies within the rule's. */
  public boolean covers(Bytes from, Bytes to) {
    boolean endsBefore = end.length() == 0 || to.length() > 0 && to.compareTo(end) <= 0;
    return start.compareTo(from) <= 0 && endsBefore;
  }
}
