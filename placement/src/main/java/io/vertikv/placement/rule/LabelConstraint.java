package io.vertikv.placement.rule;

import java.util.List;

/** What a store's label must be for a replica to live there. */
public record LabelConstraint(String label, Test test, List<String> values) {
  public static final int VALUES_MAX = 32;

  /** The number is what is stored. */
  public enum Test {
    IN(1), NOT_IN(2), EXISTS(3), ABSENT(4);

    private final int code;

    Test(int code) { this.code = code; }

    int code() { return code; }
  }

  public LabelConstraint {
    values = List.copyOf(values);
    StoreLabels.requireWord("label", label);
    for (String value : values) StoreLabels.requireWord("value of label " + label, value);
    boolean compares = test == Test.IN || test == Test.NOT_IN;
    if (values.size() > VALUES_MAX || values.isEmpty() == compares) {
      throw new IllegalArgumentException(test + " on label " + label + " with " + values.size() + " values");
    }
  }

  public static LabelConstraint in(String label, String... values) {
    return new LabelConstraint(label, Test.IN, List.of(values));
  }

  public boolean allows(StoreLabels store) {
    String value = store.get(label);
    return switch (test) {
      case IN -> values.contains(value);
      case NOT_IN -> !values.contains(value);
      case EXISTS -> !value.isEmpty();
      case ABSENT -> value.isEmpty();
    };
  }
}
