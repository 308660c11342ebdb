package io.vertikv.raft.invariant;

/** Something that cannot happen has happened; the replica must stop before it spreads the damage. */
public final class InvariantBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvariantBroken(String evidence) { super(evidence); }
}
