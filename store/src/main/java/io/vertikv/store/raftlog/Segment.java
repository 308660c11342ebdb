package io.vertikv.store.raftlog;

/** One open segment and how much of it is still needed. Owned by the log's writer; readers use only the file. */
final class Segment {
  final long sequence;
  final LogFile file;
  /** Where the next record goes; in a sealed segment, where the records end. */
  long end;
  /** Entries, hard states and marks in this segment that some group still needs. */
  long liveRefs;
  long liveBytes;

  Segment(long sequence, LogFile file, long end) {
    this.sequence = sequence;
    this.file = file;
    this.end = end;
  }

  /** A place in the log as one number: segment above, offset below. Never 0, since a segment begins with a header. */
  static long place(long sequence, long offset) {
    return sequence << 32 | offset;
  }

  static long sequenceOf(long place) { return place >>> 32; }

  static long offsetOf(long place) { return place & 0xFFFF_FFFFL; }
}
