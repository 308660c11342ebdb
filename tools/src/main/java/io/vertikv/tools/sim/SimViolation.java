package io.vertikv.tools.sim;

/** Something that must hold did not. */
final class SimViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SimViolation(String what) { super(what); }

  SimViolation(String what, Throwable cause) { super(what, cause); }

  static void check(boolean holds, String evidence, Object... facts) {
    if (!holds) throw new SimViolation(String.format(evidence, facts));
  }
}
