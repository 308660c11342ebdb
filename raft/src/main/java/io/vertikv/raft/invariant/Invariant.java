package io.vertikv.raft.invariant;

/** Checks that stay on in production. The overloads on primitives keep hot paths free of boxing. */
public final class Invariant {
  private Invariant() {}

  public static void check(boolean holds, String evidence) {
    if (!holds) throw new InvariantBroken(evidence);
  }

  public static void check(boolean holds, String evidence, long first) {
    if (!holds) throw new InvariantBroken(String.format(evidence, first));
  }

  public static void check(boolean holds, String evidence, long first, long second) {
    if (!holds) throw new InvariantBroken(String.format(evidence, first, second));
  }

  public static void check(boolean holds, String evidence, long first, long second, long third) {
    if (!holds) throw new InvariantBroken(String.format(evidence, first, second, third));
  }
}
