package io.vertikv.resp.type;

/** A member of a sorted set with its score; in the order of sorted sets: by score, then by the member's bytes. */
public record ScoredMember(Slice member, double score) implements Comparable<ScoredMember> {
  /** Is shown members one by one. */
  @FunctionalInterface
  public interface Visitor {
    void member(Slice member, double score);
  }

  @Override
  public int compareTo(ScoredMember other) {
    // Not Double.compare: -0 and 0 are equal here.
    if (score != other.score) return score < other.score ? -1 : 1;
    return member.compareTo(other.member);
  }
}
