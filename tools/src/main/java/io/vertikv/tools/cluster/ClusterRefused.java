package io.vertikv.tools.cluster;

/** The node cannot be part of this cluster, for a reason that a person can remove. The message says what to do. */
public final class ClusterRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClusterRefused(String message) { super(message); }

  public ClusterRefused(String message, Throwable cause) { super(message, cause); }
}
