package io.vertikv.resp.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What LATENCY tells: for each kind of event the moments at which one took longer than the threshold. Redis' rules
 * (latency.c): one sample a second, the slowest; the last 160 of each event; off while the threshold is 0.
 */
public final class LatencyLog {
  private static final int SAMPLES_MAX = 160;

  public record Sample(long unixSeconds, long millis) {}

  /** An event's samples, oldest first, and its slowest ever. Immutable: replaced by each sample. */
  public record History(List<Sample> samples, long maxMillis) {
    private static final History EMPTY = new History(List.of(), 0);

    History with(Sample sample) {
      ArrayDeque<Sample> all = new ArrayDeque<>(samples);
      Sample last = all.peekLast();
      if (last != null && last.unixSeconds() == sample.unixSeconds()) {
        all.removeLast();
        all.addLast(last.millis() > sample.millis() ? last : sample);
      } else {
        all.addLast(sample);
      }
      if (all.size() > SAMPLES_MAX) all.removeFirst();
      return new History(new ArrayList<>(all), Math.max(maxMillis, sample.millis()));
    }
  }

  private final Map<String, History> events = new ConcurrentSkipListMap<>();
  private volatile long thresholdMillis;

  /** Events named by Redis: "command", "fast-command". On any thread. */
  public void add(String event, long unixSeconds, long millis) {
    if (thresholdMillis == 0 || millis < thresholdMillis) return;
    Sample sample = new Sample(unixSeconds, millis);
    events.merge(event, History.EMPTY.with(sample), (old, first) -> old.with(sample));
  }

  /** 0: nothing is recorded. */
  public long thresholdMillis() { return thresholdMillis; }

  public void record(long thresholdMillis) {
    if (thresholdMillis < 0)
      throw new IllegalArgumentException("thresholdMillis is " + thresholdMillis + ", less than 0");
    this.thresholdMillis = thresholdMillis;
  }

  /** By event, in the order of their names; a view. */
  public Map<String, History> events() {
    return Collections.unmodifiableMap(events);
  }

  /** False when there was no such event. */
  public boolean forget(String event) { return events.remove(event) != null; }
}
