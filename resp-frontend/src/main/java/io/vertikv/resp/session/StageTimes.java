package io.vertikv.resp.session;

import io.vertikv.store.loop.Durations;

/** How long operations on the data took on one loop: each {@link Stage}, and the whole measured for itself. */
public final class StageTimes {
  private final Durations[] stages = new Durations[Stage.values().length];
  private final Durations whole = new Durations();

  StageTimes() {
    for (int i = 0; i < stages.length; i++) stages[i] = new Durations();
  }

  public Durations of(Stage stage) { return stages[stage.ordinal()]; }

  /** From the socket to the socket, an operation counted once. */
  public Durations whole() { return whole; }

  void add(StageTimes more) {
    for (int i = 0; i < stages.length; i++) stages[i].add(more.stages[i]);
    whole.add(more.whole);
  }
}
