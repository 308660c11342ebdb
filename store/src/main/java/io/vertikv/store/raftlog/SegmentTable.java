package io.vertikv.store.raftlog;

import java.util.Arrays;

/**
 * The segments with consecutive sequence numbers, oldest first. The writer changes it, copying; readers on any thread
 * look up the file of a place.
 */
final class SegmentTable {
  private volatile Segment[] segments = {};

  void add(Segment segment) {
    Segment[] next = Arrays.copyOf(segments, segments.length + 1);
    next[segments.length] = segment;
    segments = next;
  }

  Segment removeOldest() {
    Segment[] all = segments;
    segments = Arrays.copyOfRange(all, 1, all.length);
    return all[0];
  }

  int size() { return segments.length; }

  Segment oldest() { return segments[0]; }

  Segment active() { return segments[segments.length - 1]; }

  Segment[] all() { return segments; }

  /** Null when the segment was deleted meanwhile. */
  Segment at(long place) {
    Segment[] all = segments;
    long slot = Segment.sequenceOf(place) - all[0].sequence;
    return slot < 0 || slot >= all.length ? null : all[(int) slot];
  }

  void retain(long place, long bytes) {
    Segment segment = at(place);
    segment.liveRefs++;
    segment.liveBytes += bytes;
  }

  void release(long place, long bytes) {
    Segment segment = at(place);
    segment.liveRefs--;
    segment.liveBytes -= bytes;
  }

  long liveBytes() {
    long bytes = 0;
    for (Segment segment : segments) bytes += segment.liveBytes;
    return bytes;
  }

  long capacityBytes() {
    long bytes = 0;
    for (Segment segment : segments) bytes += segment.file.capacity();
    return bytes;
  }
}
