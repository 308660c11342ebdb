package io.vertikv.resp.session;

import io.vertikv.store.loop.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Things that took longer than a threshold, by kind: what LATENCY LATEST and HISTORY tell. Each kind keeps its last
 * {@value #SAMPLES} seconds that had such an event, with the worst of each. The lock is taken only for events over the
 * threshold.
 */
public final class LatencyEvents {
  private static final int SAMPLES = 160;

  /** The worst event of a second. */
  public record Sample(long unixSeconds, long millis) {}

  /** One kind of event: its last samples, oldest first, and the worst ever. */
  public record Kind(String name, List<Sample> samples, long worstMillis) {}

  private static final class History {
    final ArrayDeque<Sample> samples = new ArrayDeque<>();
    long worstMillis;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final SortedMap<String, History> kinds = new TreeMap<>();
  private volatile long thresholdMillis;

  /** 0: nothing is kept. */
  public long thresholdMillis() {
    return thresholdMillis;
  }

  public void keepFrom(long thresholdMillis) {
    if (thresholdMillis < 0) throw new IllegalArgumentException("thresholdMillis is " + thresholdMillis);
    this.thresholdMillis = thresholdMillis;
  }

  void executed(boolean fast, Loop loop, long nanos) {
    long threshold = thresholdMillis;
    if (threshold == 0 || nanos / 1_000_000 < threshold) return;
    add(fast ? "fast-command" : "command", loop.wallMillis() / 1000, nanos / 1_000_000);
  }

  /** An event of this kind, whatever the threshold. */
  public void add(String kind, long unixSeconds, long millis) {
    lock.lock();
    try {
      History history = kinds.computeIfAbsent(kind, name -> new History());
      history.worstMillis = Math.max(history.worstMillis, millis);
      Sample last = history.samples.peekLast();
      if (last != null && last.unixSeconds() == unixSeconds) {
        if (millis <= last.millis()) return;
        history.samples.removeLast();
      }
      history.samples.addLast(new Sample(unixSeconds, millis));
      if (history.samples.size() > SAMPLES) history.samples.removeFirst();
    } finally {
      lock.unlock();
    }
  }

  /** By name. */
  public List<Kind> all() {
    lock.lock();
    try {
      List<Kind> all = new ArrayList<>();
      kinds.forEach((name, history) -> all.add(new Kind(name, List.copyOf(history.samples), history.worstMillis)));
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** True when there was anything of this kind. */
  public boolean forget(String kind) {
    lock.lock();
    try {
      return kinds.remove(kind) != null;
    } finally {
      lock.unlock();
    }
  }
}
