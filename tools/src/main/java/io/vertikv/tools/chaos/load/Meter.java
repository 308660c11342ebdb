package io.vertikv.tools.chaos.load;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what all clients were answered. Thread-safe. Times are of {@link System#nanoTime}. */
public final class Meter {
  private static final int STRANGE_MAX = 20;
  /** So much of an error says what it is about; the rest may be different each time. */
  private static final int REASON_CHARS = 120;
  private static final int REASONS_MAX = 50;

  /** Somebody waits for the first write that was asked for after this time and acknowledged. */
  private record Watch(long sinceNanos, CompletableFuture<Long> acknowledgedNanos) {}

  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final AtomicLong lastWriteNanos;
  private final AtomicLong longestSilenceNanos = new AtomicLong();
  private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
  private final Queue<String> strange = new ConcurrentLinkedQueue<>();
  private final Queue<Watch> watches = new ConcurrentLinkedQueue<>();

  /** Silence counts from this time on. */
  public Meter(long nowNanos) { lastWriteNanos = new AtomicLong(nowNanos); }

  public long acknowledged() { return acknowledged.sum(); }

  /** Certainly not done. */
  public long refused() {
    return refused.sum();
  }

  /** What refusals and unknown outcomes said, and how often. */
  public Map<String, Long> reasons() {
    Map<String, Long> counts = new TreeMap<>();
    reasons.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }

  /** Answered {@code -UNKNOWN}. */
  public long unknown() {
    return unknown.sum();
  }

  /** Not answered at all: the connection broke, or nothing came in time. */
  public long lost() {
    return lost.sum();
  }

  /** Answers that no fault excuses; the first of them. */
  public List<String> strange() {
    return List.copyOf(strange);
  }

  /** The longest time without an acknowledged write; one that goes on counts. */
  public long longestSilenceNanos(long nowNanos) {
    return Math.max(longestSilenceNanos.get(), nowNanos - lastWriteNanos.get());
  }

  /** When the first write that was sent after that time was acknowledged. */
  public CompletableFuture<Long> firstWriteSentAfter(long sinceNanos) {
    Watch watch = new Watch(sinceNanos, new CompletableFuture<>());
    watches.add(watch);
    return watch.acknowledgedNanos();
  }

  void count(Request request, Fate fate, long sentNanos, long nowNanos) {
    switch (fate) {
      case Fate.Done done -> {
        acknowledged.increment();
        if (request.writes()) written(sentNanos, nowNanos);
      }
      case Fate.Refused no -> {
        refused.increment();
        countReason(no.why());
      }
      case Fate.Unknown maybe -> {
        unknown.increment();
        countReason(maybe.why());
      }
      case Fate.Strange odd -> countStrange(request.commands() + ": " + odd.what());
    }
  }

  private void countReason(String text) {
    String reason = text.substring(0, Math.min(text.length(), REASON_CHARS));
    if (reasons.size() < REASONS_MAX || reasons.containsKey(reason))
      reasons.computeIfAbsent(reason, key -> new LongAdder()).increment();
  }

  void countStrange(String what) {
    if (strange.size() < STRANGE_MAX) strange.add(what);
  }

  void countLost() { lost.increment(); }

  private void written(long sentNanos, long nowNanos) {
    long before = lastWriteNanos.getAndAccumulate(nowNanos, Math::max);
    longestSilenceNanos.accumulateAndGet(nowNanos - before, Math::max);
    if (watches.isEmpty()) return;
    watches.removeIf(watch -> sentNanos - watch.sinceNanos() > 0 && watch.acknowledgedNanos().complete(nowNanos));
  }
}
