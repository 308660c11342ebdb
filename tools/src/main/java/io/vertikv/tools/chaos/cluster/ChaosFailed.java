package io.vertikv.tools.chaos.cluster;

/** The cluster did not do what it must, or the test cannot be run here. Ends the test. */
public final class ChaosFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChaosFailed(String what) { super(what); }

  public ChaosFailed(String what, Throwable cause) { super(what + ": " + cause.getMessage(), cause); }
}
