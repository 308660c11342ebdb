package io.vertikv.txn.region;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which log entries' requests are remembered: the youngest ones, up to a count and a size. What is forgotten leaves a floor
 * for each stream, the highest sequence forgotten of it, so that what was never done can be told from what nobody knows any
 * more. Floors of streams that ended long ago are forgotten in their turn, and then nothing is certain of a stream that is
 * not known.
 *
 * <p>A function of the log alone, so that all replicas remember the same. There are two of them in a replica, which go
 * through the same steps: the apply thread's, to know which records to delete, and the loop's, in {@link RequestMemory}.
 */
final class RequestWindow {
  /** The requests of one log entry; {@code bytes} is the size of its record. */
  record Entry(long index, List<RequestGroup> groups, int bytes) {
    int count() {
      int count = 0;
      for (RequestGroup group : groups) count += group.count();
      return count;
    }
  }

  private final RequestLimits limits;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  /** Remembered requests of each stream that has some. */
  private final Map<Long, Integer> counts = new HashMap<>();
  /** In the order of their last change. */
  private final LinkedHashMap<Long, Long> floors = new LinkedHashMap<>();
  private long count;
  private long bytes;
  private boolean unsure;

  RequestWindow(RequestLimits limits) { this.limits = limits; }

  RequestLimits limits() { return limits; }

  /** Takes up the next entry; the oldest follow it out until the rest fits: take them with {@link #forget}. */
  void add(Entry done) {
    entries.add(done);
    count += done.count();
    bytes += done.bytes();
    for (RequestGroup group : done.groups()) counts.merge(group.stream(), group.count(), Integer::sum);
  }

  /** The oldest entry when the window is over a limit, now forgotten; null when all fit. */
  Entry forget() {
    boolean fits = count <= limits.requestsMax() && bytes <= limits.bytesMax();
    if (fits) return null;
    Entry oldest = entries.remove();
    count -= oldest.count();
    bytes -= oldest.bytes();
    for (RequestGroup group : oldest.groups()) forget(group);
    if (floors.size() > limits.streamsMax()) forgetOneStream();
    return oldest;
  }

  private void forget(RequestGroup group) {
    counts.computeIfPresent(group.stream(), (stream, left) -> left == group.count() ? null : left - group.count());
    Long before = floors.remove(group.stream());
    floors.put(group.stream(), before == null ? group.highest() : Math.max(before, group.highest()));
  }

  private void forgetOneStream() {
    Iterator<Long> streams = floors.keySet().iterator();
    while (streams.hasNext()) {
      if (counts.containsKey(streams.next())) continue;
      streams.remove();
      unsure = true;
      return;
    }
  }

  /** The highest sequence forgotten of each stream of which one was. */
  Map<Long, Long> floors() {
    return floors;
  }

  /** True when a request of a stream that is not known may have been done. */
  boolean unsure() { return unsure; }

  /** As when a stream was forgotten. */
  void forgetStreams() { unsure = true; }

  Iterable<Entry> entries() { return entries; }
}
