package io.vertikv.store.raftlog;

import io.vertikv.store.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

/** Reads entries of one group from the segments, many with one device read where they lie together. */
final class EntryReader {
  /** One device read fetches at most this much, unless a single entry is larger. */
  private static final int READ_BYTES_MAX = 1 << 20;

  private final long group;
  private final SegmentTable segments;

  EntryReader(long group, SegmentTable segments) {
    this.group = group;
    this.segments = segments;
  }

  List<StoredEntry> read(IndexView view, long from, long to) throws IOException {
    List<StoredEntry> entries = new ArrayList<>((int) (to - from));
    long next = from;
    while (next < to) {
      StoredEntry cached = view.cached(next);
      if (cached == null) {
        next = readRun(view, next, to, entries);
      } else {
        entries.add(cached);
        next++;
      }
    }
    return entries;
  }

  private long readRun(IndexView view, long from, long to, List<StoredEntry> into) throws IOException {
    long bytes = RecordKind.ENTRY_BYTES + (long) view.length(from);
    long end = from + 1;
    while (end < to && view.cached(end) == null && view.place(end) == view.place(from) + bytes
        && bytes + RecordKind.ENTRY_BYTES + view.length(end) <= READ_BYTES_MAX) {
      bytes += RecordKind.ENTRY_BYTES + view.length(end++);
    }
    Segment segment = segments.at(view.place(from));
    if (segment == null) throw new ClosedChannelException();
    ByteBuffer buffer = ByteBuffer.allocate((int) bytes);
    segment.file.read(buffer, Segment.offsetOf(view.place(from)));
    Checksums checksums = new Checksums();
    int at = 0;
    for (long index = from; index < end; index++) {
      into.add(decode(buffer, at, index, view, checksums));
      at += RecordKind.ENTRY_BYTES + view.length(index);
    }
    return end;
  }

  private StoredEntry decode(ByteBuffer buffer, int at, long index, IndexView view, Checksums checksums) {
    int length = view.length(index);
    if (buffer.getInt(at + 4) != length
        || buffer.getInt(at) != checksums.entry(group, index, buffer, at, length)) {
      throw new CorruptLog(
          "entry " + index + " of group " + group + " in segment " + Segment.sequenceOf(view.place(index))
              + " at " + Segment.offsetOf(view.place(index)) + " is damaged");
    }
    byte[] payload = new byte[length];
    buffer.get(at + RecordKind.ENTRY_BYTES, payload);
    return new StoredEntry(index, buffer.getLong(at + 8), buffer.get(at + 16), Bytes.of(payload));
  }
}
