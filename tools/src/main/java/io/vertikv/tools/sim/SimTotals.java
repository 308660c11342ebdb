package io.vertikv.tools.sim;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What many runs together came to. */
final class SimTotals {
  private static final double NANOS_PER_HOUR = 3.6e12;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, Long> happened = new TreeMap<>();
  private long seeds;
  private long steps;
  private long nanos;
  private long committed;
  private long acknowledged;
  private long reads;
  private long unknown;
  private long cpuNanos;

  void add(SimResult result) {
    seeds++;
    steps += result.steps();
    nanos += result.virtualNanos();
    committed += result.committed();
    acknowledged += result.acknowledged();
    reads += result.reads();
    unknown += result.unknown();
    result.happened().forEach((what, count) -> happened.merge(what, count, Long::sum));
  }

  void add(SimTotals other) {
    seeds += other.seeds;
    steps += other.steps;
    nanos += other.nanos;
    committed += other.committed;
    acknowledged += other.acknowledged;
    reads += other.reads;
    unknown += other.unknown;
    cpuNanos += other.cpuNanos;
    other.happened.forEach((what, count) -> happened.merge(what, count, Long::sum));
  }

  /** How often, by what traces call it. */
  Map<String, Long> happened() {
    return happened;
  }

  void took(long nanosOfCpu) { cpuNanos += nanosOfCpu; }

  String text() {
    double minutes = cpuNanos / NANOS_PER_SECOND / 60;
    return String.format(Locale.ROOT,
        "%d seeds held: %d steps, %.2f virtual hours, %d commits, %d writes acknowledged, "
            + "%d reads, %d of unknown outcome; %.1f s of CPU: %.0f seeds and %.2f virtual hours a CPU minute%n"
            + "what happened: %s",
        seeds, steps, nanos / NANOS_PER_HOUR, committed, acknowledged, reads, unknown,
        cpuNanos / NANOS_PER_SECOND, seeds / minutes, nanos / NANOS_PER_HOUR / minutes, happened);
  }
}
