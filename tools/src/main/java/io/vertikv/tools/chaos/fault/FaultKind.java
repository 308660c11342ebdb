package io.vertikv.tools.chaos.fault;

import java.util.List;
import java.util.Locale;

/** Kinds of trouble, each with how long it lasts. */
public enum FaultKind {
  /** SIGKILL; started again after a while. */
  KILL(200, 4_000),
  /** SIGSTOP, then SIGCONT. */
  PAUSE(100, 5_000),
  /** What the victims and the others say to each other does not arrive. */
  PARTITION(500, 8_000),
  /** What the victims and the others say to each other arrives late, and less of it. */
  SLOW_NETWORK(500, 6_000),
  /** Every connection to the victims from other nodes ends; new ones may be made at once. */
  RESET(0, 1),
  /** Syncs take long. */
  SLOW_DISK(1_000, 6_000),
  /** No room is left on the victim's disk. */
  DISK_FULL(1_000, 6_000),
  /** SIGKILL for all nodes at the same time; all are started again. */
  ALL_DOWN(100, 2_000);

  /** All but the one that stops the whole cluster. */
  public static final List<FaultKind> USUAL = List.of(KILL, PAUSE, PARTITION, SLOW_NETWORK, RESET, SLOW_DISK,
      DISK_FULL);

  private final int leastMillis;
  private final int mostMillis;

  FaultKind(int leastMillis, int mostMillis) {
    this.leastMillis = leastMillis;
    this.mostMillis = mostMillis;
  }

  int leastMillis() { return leastMillis; }

  int mostMillis() { return mostMillis; }

  /** As on the command line. */
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
