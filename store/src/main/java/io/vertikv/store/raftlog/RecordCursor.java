package io.vertikv.store.raftlog;

import java.nio.ByteBuffer;

/**
 * Walks over the records in a segment's bytes, and over what is no record: after {@link #next} either {@link #valid}
 * holds and the fields describe the record at {@link #position}, or the bytes from there to {@link #end} are a hole.
 */
final class RecordCursor {
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(4096).asReadOnlyBuffer();

  private final long sequence;
  private final ByteBuffer bytes;
  private final int limit;
  private final Checksums checksums = new Checksums();
  private final byte[] meta = new byte[RecordKind.META_BYTES_MAX];
  private boolean valid;
  private int position;
  private int end;
  private RecordKind kind;
  private int metaBytes;
  private int bodyBytes;

  /** Reads the bytes below {@code limit}, from just behind the segment's header. */
  RecordCursor(long sequence, ByteBuffer bytes, long limit) {
    this.sequence = sequence;
    this.bytes = bytes;
    this.limit = Math.toIntExact(limit);
    end = SegmentHeader.BYTES;
  }

  /** False at the end of the bytes. */
  boolean next() {
    if (end >= limit) return false;
    position = end;
    valid = recordAt(position);
    if (!valid) end = nextRecord(position + 8);
    return true;
  }

  boolean valid() { return valid; }

  int position() { return position; }

  int end() { return end; }

  RecordKind kind() { return kind; }

  long group() { return bytes.getLong(position + 16); }

  long ordinal() { return bytes.getLong(position + 24); }

  /** Null when the record restates no hard state. */
  StoredState state() {
    if (bytes.get(position + 13) != RecordKind.FLAG_STATE) return null;
    return new StoredState(bytes.getLong(position + 32), bytes.getLong(position + 40), bytes.getLong(position + 48));
  }

  /** The mark of COMPACT, RESET and REWRITE. */
  StoredMark mark() { return new StoredMark(fixedLong(0), fixedLong(8)); }

  /** The index of TRUNCATE, or what MARK says was synced. */
  long fixedFirst() { return fixedLong(0); }

  /** The oldest segment that MARK asks for. */
  long firstSegment() { return fixedLong(8); }

  long firstIndex() { return fixedLong(kind == RecordKind.REWRITE ? 16 : 0); }

  int count() { return bytes.getInt(fixed() + (kind == RecordKind.REWRITE ? 24 : 8)); }

  EntryCursor entries() { return new EntryCursor(); }

  /** True when every entry of the record is as it was written; walks over all of them. */
  boolean intact() {
    if (!kind.hasEntries()) return true;
    EntryCursor entries = entries();
    while (entries.next()) if (!entries.valid()) return false;
    return true;
  }

  private int nextRecord(int from) {
    for (int at = from; at < limit; at += 8) {
      if (at % ZEROS.capacity() == 0) at = skipZeros(at);
      if (recordAt(at)) return at;
    }
    return limit;
  }

  /** Most of a young segment is zeros; comparing blocks passes over them at memory speed, even in a cold JVM. */
  private int skipZeros(int from) {
    int at = from;
    while (at + ZEROS.capacity() <= limit && bytes.slice(at, ZEROS.capacity()).mismatch(ZEROS) < 0)
      at += ZEROS.capacity();
    return at;
  }

  /** Checks the frame and, when it holds, sets kind, sizes and end for the record at that position. */
  private boolean recordAt(int at) {
    if (at + RecordKind.HEADER_BYTES > limit) return false;
    int size = bytes.getInt(at);
    if (size < RecordKind.HEADER_BYTES || size > RecordKind.META_BYTES_MAX) return false;
    RecordKind found = RecordKind.of(bytes.get(at + 12));
    int flags = bytes.get(at + 13);
    if (found == null || (flags & ~RecordKind.FLAG_STATE) != 0) return false;
    long body = bytes.getInt(at + 8);
    if (size != found.metaBytes(flags != 0) || body < 0 || at + RecordKind.align(size + body) > limit) return false;
    bytes.get(at, meta, 0, size);
    if (bytes.getInt(at + 4) != checksums.frame(sequence, at, meta, size)) return false;
    if (at == position) describe(found, size, (int) body);
    return true;
  }

  private void describe(RecordKind found, int size, int body) {
    kind = found;
    metaBytes = size;
    bodyBytes = body;
    end = (int) (position + RecordKind.align(size + (long) body));
  }

  private int fixed() {
    return position + RecordKind.HEADER_BYTES + (bytes.get(position + 13) == 0 ? 0 : RecordKind.STATE_BYTES);
  }

  private long fixedLong(int offset) { return bytes.getLong(fixed() + offset); }

  /** Walks over the entries of the cursor's record; after a damaged length the rest of them is damaged as well. */
  final class EntryCursor {
    private final long first = firstIndex();
    private final int count = count();
    private final int bodyEnd = position + metaBytes + bodyBytes;
    private int at;
    private int following = position + metaBytes;
    private int number = -1;
    private boolean intact;

    boolean next() {
      if (++number >= count) return false;
      at = following;
      intact = following + RecordKind.ENTRY_BYTES <= bodyEnd && length() >= 0
          && length() <= bodyEnd - following - RecordKind.ENTRY_BYTES
          && bytes.getInt(at) == checksums.entry(group(), index(), bytes, at, length());
      // A length that fits is followed even when the entry is damaged: if it lies, the next checksums fail as well.
      boolean follows = at + RecordKind.ENTRY_BYTES <= bodyEnd && length() >= 0;
      following = follows ? (int) Math.min(bodyEnd, (long) at + RecordKind.ENTRY_BYTES + length()) : bodyEnd;
      return true;
    }

    boolean valid() { return intact; }

    long index() { return first + number; }

    int offset() { return at; }

    int length() { return bytes.getInt(at + 4); }

    long term() { return bytes.getLong(at + 8); }
  }
}
