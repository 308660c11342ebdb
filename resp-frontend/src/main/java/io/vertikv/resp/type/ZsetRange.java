package io.vertikv.resp.type;

/** A part of a sorted set that lies together. */
public sealed interface ZsetRange {
  ZsetRange ALL = new ScoreRange(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

  /** True when nothing can lie in it. */
  boolean isEmpty();

  /** True for what lies before the range. */
  boolean startsBehind(Slice member, double score);

  /** True for what lies behind the range. */
  boolean endsBefore(Slice member, double score);

  /** By score; the bounds are no NaN. */
  record ScoreRange(double min, boolean minExcluded, double max, boolean maxExcluded) implements ZsetRange {
    @Override
    public boolean isEmpty() { return min > max || min == max && (minExcluded || maxExcluded); }

    @Override
    public boolean startsBehind(Slice member, double score) { return minExcluded ? score <= min : score < min; }

    @Override
    public boolean endsBefore(Slice member, double score) { return maxExcluded ? score >= max : score > max; }
  }

  /** By member, among members of one score; where scores differ Redis promises nothing. */
  record LexRange(LexBound min, LexBound max) implements ZsetRange {
    @Override
    public boolean isEmpty() {
      if (min.kind == Kind.HIGHEST || max.kind == Kind.LOWEST) return true;
      if (min.kind == Kind.LOWEST || max.kind == Kind.HIGHEST) return false;
      int order = min.member.compareTo(max.member);
      return order > 0 || order == 0 && (min.kind == Kind.EXCLUDED || max.kind == Kind.EXCLUDED);
    }

    @Override
    public boolean startsBehind(Slice member, double score) {
      return switch (min.kind) {
        case LOWEST -> false;
        case HIGHEST -> true;
        case INCLUDED -> member.compareTo(min.member) < 0;
        case EXCLUDED -> member.compareTo(min.member) <= 0;
      };
    }

    @Override
    public boolean endsBefore(Slice member, double score) {
      return switch (max.kind) {
        case LOWEST -> true;
        case HIGHEST -> false;
        case INCLUDED -> member.compareTo(max.member) > 0;
        case EXCLUDED -> member.compareTo(max.member) >= 0;
      };
    }
  }

  /** {@code member} is null for the bounds that have none. */
  record LexBound(Kind kind, Slice member) {}

  /** What stands before a member in a bound: {@code -}, {@code [}, {@code (}, {@code +}. */
  enum Kind {
    LOWEST, INCLUDED, EXCLUDED, HIGHEST
  }
}
