package io.vertikv.tools.sim;

/** A store does not start, for a reason that its disk gives. */
final class SimRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean damage;

  private SimRefusal(String reason, boolean damage) {
    super(reason);
    this.damage = damage;
  }

  static SimRefusal damaged() { return new SimRefusal("refuses its damaged log", true); }

  static SimRefusal full() { return new SimRefusal("finds no room to start", false); }

  /** False: there is no room. */
  boolean damage() {
    return damage;
  }
}
