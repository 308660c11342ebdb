package io.vertikv.store.raftlog;

import io.vertikv.store.bytes.ByteWriter;
import java.io.IOException;
import java.util.List;

/**
 * Writes records. A record starts at a multiple of eight and is padded with zeros to the next one:
 *
 * <pre>
 *  0  u32  M: bytes before the body, fixed by kind and flags
 *  4  u32  CRC32C of (segment sequence u64, position u64), bytes 0..3 and bytes 8..M-1
 *  8  u32  B: bytes of the body
 * 12  u8   kind
 * 13  u8   flags: 1 = a hard state follows the header
 * 14  u16  zero
 * 16  u64  group
 * 24  u64  ordinal: how many records of this group were written before; 0 starts the group afresh
 * 32       [hard state: term u64, vote u64, commit u64]
 *          APPEND(1)    first index u64, count u32
 *          TRUNCATE(2)  from u64
 *          COMPACT(3)   mark: index u64, term u64
 *          RESET(4)     mark
 *          REMOVE(5)
 *          REWRITE(6)   mark, first index u64, count u32
 *          MARK(7)      synced u64, first segment u64 (group and ordinal are 0)
 *  M       body of APPEND and REWRITE, for each entry:
 *          u32 CRC32C of (group u64, index u64) and the following, u32 length, u64 term, u8 kind, payload
 * </pre>
 *
 * The checksum is seeded with the place, so bytes that a reused file or a misdirected write left somewhere never look
 * like a record there. A record's frame and each entry have their own checksums: a flipped bit in a payload costs one
 * known entry of one known group, and a single entry can be verified when it is read back.
 */
final class RecordEncoder {
  private final BatchBuffer out;
  private final ByteWriter meta = new ByteWriter(RecordKind.META_BYTES_MAX);
  private final ByteWriter entryHead = new ByteWriter(64);
  private final Checksums checksums = new Checksums();
  private long sequence;

  RecordEncoder(BatchBuffer out) { this.out = out; }

  void begin(Segment segment) {
    sequence = segment.sequence;
    out.begin(segment.file, segment.end);
  }

  /** First in every batch: the bytes of this segment below {@code synced} had been synced before the batch. */
  void mark(long synced, long firstSegment) throws IOException {
    head(RecordKind.MARK, 0, 0, null, 0);
    meta.u64(synced).u64(firstSegment);
    putMeta();
  }

  /** Returns where in the segment the first entry begins. */
  long append(long group, long ordinal, StoredState state, long first, List<StoredEntry> entries) throws IOException {
    head(RecordKind.APPEND, group, ordinal, state, bodyBytes(entries));
    meta.u64(first).u32(entries.size());
    return putEntries(group, entries);
  }

  /** The hard state, the mark and some entries again, in a newer place; nothing that came later changes by it. */
  long rewrite(long group, long ordinal, StoredState state, StoredMark mark, List<StoredEntry> entries)
      throws IOException {
    head(RecordKind.REWRITE, group, ordinal, state, bodyBytes(entries));
    meta.u64(mark.index()).u64(mark.term()).u64(entries.isEmpty() ? 0 : entries.get(0).index()).u32(entries.size());
    return putEntries(group, entries);
  }

  void truncate(long group, long ordinal, long from) throws IOException {
    head(RecordKind.TRUNCATE, group, ordinal, null, 0);
    meta.u64(from);
    putMeta();
  }

  void compact(long group, long ordinal, StoredMark mark) throws IOException {
    head(RecordKind.COMPACT, group, ordinal, null, 0);
    meta.u64(mark.index()).u64(mark.term());
    putMeta();
  }

  void reset(long group, long ordinal, StoredState state, StoredMark mark) throws IOException {
    head(RecordKind.RESET, group, ordinal, state, 0);
    meta.u64(mark.index()).u64(mark.term());
    putMeta();
  }

  void remove(long group, long ordinal) throws IOException {
    head(RecordKind.REMOVE, group, ordinal, null, 0);
    putMeta();
  }

  static long bodyBytes(List<StoredEntry> entries) {
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) bytes += RecordKind.ENTRY_BYTES + entries.get(i).payload().length();
    return bytes;
  }

  private void head(RecordKind kind, long group, long ordinal, StoredState state, long bodyBytes) {
    meta.clear();
    meta.u32(kind.metaBytes(state != null)).u32(0).u32((int) bodyBytes).u8(kind.code);
    meta.u8(state == null ? 0 : RecordKind.FLAG_STATE).u16(0).u64(group).u64(ordinal);
    if (state != null) meta.u64(state.term()).u64(state.vote()).u64(state.commit());
  }

  private void putMeta() throws IOException {
    frame();
    out.align();
  }

  private void frame() throws IOException {
    meta.setU32(4, checksums.frame(sequence, out.position(), meta.buffer(), meta.length()));
    out.put(meta.buffer(), 0, meta.length());
  }

  private long putEntries(long group, List<StoredEntry> entries) throws IOException {
    frame();
    long place = out.position();
    for (int i = 0; i < entries.size(); i++) putEntry(group, entries.get(i));
    out.align();
    return place;
  }

  private void putEntry(long group, StoredEntry entry) throws IOException {
    byte[] payload = entry.payload().array();
    entryHead.clear();
    entryHead.u32(0).u32(payload.length).u64(entry.term()).u8(entry.kind());
    byte[] head = entryHead.buffer();
    entryHead.setU32(0, checksums.entry(group, entry.index(), head, 4, payload, 0, payload.length));
    out.put(head, 0, RecordKind.ENTRY_BYTES);
    out.put(payload, 0, payload.length);
  }
}
