package io.vertikv.tools.sim;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened: always as a hash, which tells whether two runs were the same; as text only when somebody will read it. */
final class SimTrace {
  private static final int LINES_MAX = 60;
  private static final long PRIME = 0x100000001b3L;

  private final SimScheduler time;
  private final boolean text;
  private final Map<String, Long> counts = new TreeMap<>();
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private long hash = 0xcbf29ce484222325L;

  SimTrace(SimScheduler time, boolean text) {
    this.time = time;
    this.text = text;
  }

  void note(long store, String what, long first, long second) {
    counts.merge(what, 1L, Long::sum);
    hash = (hash ^ what.hashCode()) * PRIME;
    hash = (hash ^ store << 48 ^ first) * PRIME;
    hash = (hash ^ second ^ time.nowNanos()) * PRIME;
    if (!text) return;
    lines.add(String.format("%12.3f ms  store %d  %s %d %d", time.nowNanos() / 1e6, store, what, first, second));
    if (lines.size() > LINES_MAX) lines.remove();
  }

  /** For who reads, and no part of what tells runs apart. */
  void remark(String line) {
    if (text) lines.add(line);
  }

  long hash() { return hash; }

  /** How often each thing happened: what never does is not tested. */
  Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  List<String> lines() { return List.copyOf(lines); }
}
