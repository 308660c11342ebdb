package io.vertikv.placement.rule;

import java.util.List;

/**
 * So many replicas of one role, on stores that meet all constraints, as far apart as the location labels tell (the most
 * distant first: zone, rack, host).
 */
public record Demand(DemandRole role, int count, List<LabelConstraint> constraints, List<String> locationLabels) {
  public static final int COUNT_MAX = 9;
  public static final int CONSTRAINTS_MAX = 8;
  /** Bounded by {@link Isolation}, which gives each level two decimal digits of a long. */
  public static final int LEVELS_MAX = 4;

  public Demand {
    constraints = List.copyOf(constraints);
    locationLabels = List.copyOf(locationLabels);
    if (count < 1 || count > COUNT_MAX) throw new IllegalArgumentException("1 to " + COUNT_MAX + " replicas: " + count);
    if (constraints.size() > CONSTRAINTS_MAX) throw new IllegalArgumentException(constraints.size() + " constraints");
    requireLevels(locationLabels);
    if (role == DemandRole.LEADER && count != 1)
      throw new IllegalArgumentException("there is one leader, not " + count);
  }

  public static Demand voters(int count, List<String> locationLabels) {
    return new Demand(DemandRole.VOTER, count, List.of(), locationLabels);
  }

  /** Throws unless these can be the levels of locations. */
  public static void requireLevels(List<String> labels) {
    if (labels.size() > LEVELS_MAX) throw new IllegalArgumentException("more than " + LEVELS_MAX + " location labels");
    for (String label : labels) StoreLabels.requireWord("label", label);
    if (labels.stream().distinct().count() != labels.size()) {
      throw new IllegalArgumentException("a location label is named twice: " + labels);
    }
  }

  public boolean allows(StoreLabels store) {
    for (int i = 0; i < constraints.size(); i++) {
      if (!constraints.get(i).allows(store)) return false;
    }
    return true;
  }
}
