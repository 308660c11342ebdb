package io.vertikv.resp.type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Union, intersection and difference of what has scored members; results in the order of sorted sets. */
public final class ZsetAlgebra {
  private ZsetAlgebra() {}

  /** One of the sets that are combined; its scores count multiplied by the weight. */
  public record Input(ScoredMembers members, double weight) {
    /** Infinity times zero counts as 0, except (as in Redis) for later sets of an intersection. */
    private double weighed(double score) {
      double product = score * weight;
      return Double.isNaN(product) ? 0 : product;
    }
  }

  /** What becomes of the scores that a member has in several sets. */
  public enum Aggregate {
    SUM, MIN, MAX;

    private double of(double one, double other) {
      return switch (this) {
        case SUM -> {
          double sum = one + other;
          // The sum of opposite infinities counts as 0, and so does one with infinity times zero.
          yield Double.isNaN(sum) ? 0 : sum;
        }
        case MIN -> other < one ? other : one;
        case MAX -> other > one ? other : one;
      };
    }
  }

  public static List<ScoredMember> union(List<Input> inputs, Aggregate aggregate) {
    Map<Slice, Double> scores = new HashMap<>();
    for (Input input : smallestFirst(inputs)) {
      input.members.each((member, score) -> scores.merge(member, input.weighed(score), aggregate::of));
    }
    List<ScoredMember> union = new ArrayList<>(scores.size());
    scores.forEach((member, score) -> union.add(new ScoredMember(member, score)));
    Collections.sort(union);
    return union;
  }

  public static List<ScoredMember> intersection(List<Input> inputs, Aggregate aggregate) {
    List<Input> ordered = smallestFirst(inputs);
    List<ScoredMember> common = new ArrayList<>();
    ordered.getFirst().members.each((member, score) -> {
      double total = ordered.getFirst().weighed(score);
      byte[] name = member.toByteArray();
      for (Input other : ordered.subList(1, ordered.size())) {
        double there = other.members.score(name);
        if (Double.isNaN(there)) return;
        total = aggregate.of(total, there * other.weight);
      }
      common.add(new ScoredMember(member, total));
    });
    Collections.sort(common);
    return common;
  }

  /** Counts the members that all have, up to the limit; 0: no limit. */
  public static long intersectionSize(List<Input> inputs, long limit) {
    List<Input> ordered = smallestFirst(inputs);
    long[] count = {0};
    ordered.getFirst().members.each((member, score) -> {
      if (limit != 0 && count[0] >= limit) return;
      byte[] name = member.toByteArray();
      for (Input other : ordered.subList(1, ordered.size())) {
        if (Double.isNaN(other.members.score(name))) return;
      }
      count[0]++;
    });
    return count[0];
  }

  /** The members of the first that no other has. */
  public static List<ScoredMember> difference(List<Input> inputs) {
    List<ScoredMember> left = new ArrayList<>();
    inputs.getFirst().members.each((member, score) -> {
      byte[] name = member.toByteArray();
      for (Input other : inputs.subList(1, inputs.size())) {
        if (!Double.isNaN(other.members.score(name))) return;
      }
      left.add(new ScoredMember(member, score));
    });
    Collections.sort(left);
    return left;
  }

  private static List<Input> smallestFirst(List<Input> inputs) {
    List<Input> ordered = new ArrayList<>(inputs);
    ordered.sort(Comparator.comparingLong(input -> input.members.size()));
    return ordered;
  }
}
