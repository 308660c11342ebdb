package io.vertikv.placement.rule;

import io.vertikv.store.bytes.Bytes;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** All placement rules, by id. Where none holds, the cluster's replica count and label levels do. */
public record RuleBook(SortedMap<String, PlacementRule> byId) {
  public static final int RULES_MAX = 256;
  public static final RuleBook EMPTY = new RuleBook(new TreeMap<>());

  public RuleBook {
    byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
    if (byId.size() > RULES_MAX) throw new IllegalArgumentException("more than " + RULES_MAX + " rules");
  }

  public Collection<PlacementRule> rules() { return byId.values(); }

  public RuleBook with(PlacementRule rule) {
    SortedMap<String, PlacementRule> more = new TreeMap<>(byId);
    more.put(rule.id(), rule);
    return new RuleBook(more);
  }

  public RuleBook without(String id) {
    SortedMap<String, PlacementRule> fewer = new TreeMap<>(byId);
    fewer.remove(id);
    return new RuleBook(fewer);
  }

  /** Of the rules that cover the whole range the one with the highest priority, the first by id of equals; or null. */
  public PlacementRule covering(Bytes start, Bytes end) {
    PlacementRule best = null;
    if (byId.isEmpty()) return null;
    for (PlacementRule rule : byId.values()) {
      if ((best == null || rule.priority() > best.priority()) && rule.covers(start, end)) best = rule;
    }
    return best;
  }

  /** The least key strictly within the range at which a rule begins or ends, and so a region must; or null. */
  public Bytes edgeWithin(Bytes start, Bytes end) {
    Bytes least = null;
    for (PlacementRule rule : byId.values()) {
      least = lesserWithin(least, rule.start(), start, end);
      least = lesserWithin(least, rule.end(), start, end);
    }
    return least;
  }

  private static Bytes lesserWithin(Bytes least, Bytes edge, Bytes start, Bytes end) {
    boolean within = edge.compareTo(start) > 0 && (end.length() == 0 || edge.compareTo(end) < 0);
    return within && (least == null || edge.compareTo(least) < 0) ? edge : least;
  }
}
