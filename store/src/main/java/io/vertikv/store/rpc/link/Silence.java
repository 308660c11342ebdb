package io.vertikv.store.rpc.link;

/**
 * How long nothing was heard, counted in beats of our own timer. When this process was paused, its timer was too: what came
 * in meanwhile is read before the next beat, and the other is not blamed for our pause.
 */
final class Silence {
  private final int beatsMax;
  private int beats;

  Silence(int beatsMax) { this.beatsMax = beatsMax; }

  void heard() { beats = 0; }

  /** One more beat has passed; true when that makes too many. */
  boolean beat() {
    return ++beats > beatsMax;
  }
}
