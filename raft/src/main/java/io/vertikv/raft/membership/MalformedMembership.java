package io.vertikv.raft.membership;

/** Bytes that are no membership record of a version that this build knows. */
public final class MalformedMembership extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MalformedMembership(String reason) { super(reason); }
}
