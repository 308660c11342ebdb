package io.vertikv.store.snapshot;

/** Counts the steps of a store, on the disk and in the engine, and lets it die before any of them. */
final class PowerSwitch {
  private int stepsLeft = Integer.MAX_VALUE;
  private int steps;

  static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerCut() { super("power cut"); }
  }

  /** Everything fails after so many more steps, until {@link #on}. */
  void cutAfter(int steps) { stepsLeft = steps; }

  void on() { stepsLeft = Integer.MAX_VALUE; }

  int steps() { return steps; }

  void step() {
    steps++;
    if (stepsLeft == Integer.MAX_VALUE) return;
    if (stepsLeft <= 0) throw new PowerCut();
    stepsLeft--;
  }
}
