package io.vertikv.store.raftlog;

import io.vertikv.store.raftlog.RecoveryReport.Damage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the log again after a start, clean or not.
 *
 * <p><b>Torn or corrupt.</b> Every segment but the last was synced up to the end that its successor's header names: any
 * bad byte there is corruption. In the last one, let S be the highest offset that the marks found in it call synced,
 * wherever they lie. A hole below S is corruption. The first hole at or above S is the torn tail: it is cut there, with
 * whatever lies behind, since unsynced sectors reach the disk in any order and none of it was acknowledged as durable.
 * (Only damage to the very last synced batch before a crash is taken for a torn write. A clean close adds a mark, so
 * after it even that is noticed.)
 *
 * <p><b>Who is touched.</b> A damaged entry is charged to its group, and forgiven when a later record compacted or
 * replaced it. Behind an unreadable record frame lies an unknown group: then every group is quarantined that cannot
 * prove by the ordinals of its records that none of them is missing.
 */
final class LogRecovery {
  private final LogDevice device;
  private final SegmentTable segments = new SegmentTable();
  private final Map<Long, GroupReplay> replays = new HashMap<>();
  private final List<Damage> damage = new ArrayList<>();
  private final Arena memory;
  private ByteBuffer scratch = ByteBuffer.allocate(0);
  private int holes;
  private long records;

  private LogRecovery(LogDevice device, Arena memory) {
    this.device = device;
    this.memory = memory;
  }

  static Recovered run(LogDevice device) throws IOException {
    try (Arena memory = Arena.ofConfined()) {
      return new LogRecovery(device, memory).run();
    }
  }

  /**
   * @param first     oldest segment that the log needs
   * @param reusable  the last segment has a header and nothing else: go on in it
   */
  record Recovered(SegmentTable segments, ConcurrentHashMap<Long, GroupLog> groups, RecoveryReport report, long first,
      long lastSequence, long lastEnd, boolean reusable) {}

  /** Up to where the last segment is believed. */
  private record Tail(long synced, long first, long cut, long written) {}

  private record Found(long sequence, LogFile file, SegmentHeader header) {}

  private Recovered run() throws IOException {
    List<Found> found = openAll();
    if (found.isEmpty()) return recovered(1, 0, 0, false, 0);
    Found last = found.get(found.size() - 1);
    Tail tail = withBytes(last.file, last.file.capacity(), bytes -> harden(last, bytes, tail(last, bytes)));
    found = needed(found, tail.first);
    checkChain(found, tail.first);
    for (int i = 0; i < found.size(); i++) {
      long end = i + 1 < found.size() ? found.get(i + 1).header.previousEnd() : tail.cut;
      replay(found.get(i), end);
    }
    return recovered(tail.first, last.sequence, tail.cut, tail.written == SegmentHeader.BYTES, tail.written - tail.cut);
  }

  private List<Found> openAll() throws IOException {
    List<Found> found = new ArrayList<>();
    for (long sequence : device.list()) {
      LogFile file = device.open(sequence);
      found.add(new Found(sequence, file, header(sequence, file)));
    }
    if (!found.isEmpty() && found.getLast().header == null) dropUnborn(found);
    // What was dropped follows a segment that had been begun.
    if (!found.isEmpty() && found.getLast().header == null) throw damagedHeader(found.getLast().sequence);
    return found;
  }

  /** Null as well for another segment's header: a reused file that was not begun yet. */
  private static SegmentHeader header(long sequence, LogFile file) throws IOException {
    if (file.capacity() < SegmentHeader.BYTES) return null;
    ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
    file.read(bytes, 0);
    SegmentHeader header = SegmentHeader.decode(bytes.array());
    return header == null || header.sequence() != sequence ? null : header;
  }

  /** A segment takes no record before its header is durable: without one it was never begun, or is damaged. */
  private void dropUnborn(List<Found> found) throws IOException {
    Found last = found.removeLast();
    boolean empty = withBytes(last.file, last.file.capacity(), bytes -> {
      RecordCursor cursor = new RecordCursor(last.sequence, bytes, last.file.capacity());
      while (cursor.next()) if (cursor.valid()) return false;
      return true;
    });
    if (!empty) throw damagedHeader(last.sequence);
    drop(last);
  }

  private CorruptLog damagedHeader(long sequence) {
    return new CorruptLog("the header of " + device.name(sequence) + " is damaged");
  }

  /**
   * What the cut leaves is acted on from here (segments that a mark gives up go, the next header calls it synced), so
   * it must be durable. It may be in the page cache only, and if a sync failed before, even as clean pages that no sync
   * would write any more: hence written again, the same bytes in the same place.
   */
  private static Tail harden(Found last, ByteBuffer bytes, Tail tail) throws IOException {
    // A header is durable before the first record; until a mark proves more than that, it is in doubt itself.
    int from = tail.synced > SegmentHeader.BYTES ? (int) tail.synced : 0;
    last.file.write(bytes.slice(from, (int) tail.cut - from), from);
    last.file.sync();
    return tail;
  }

  private Tail tail(Found last, ByteBuffer bytes) {
    long capacity = last.file.capacity();
    long synced = SegmentHeader.BYTES;
    long written = SegmentHeader.BYTES;
    RecordCursor cursor = new RecordCursor(last.sequence, bytes, capacity);
    while (cursor.next()) {
      if (!cursor.valid()) continue;
      written = cursor.end();
      if (cursor.kind() == RecordKind.MARK) synced = Math.max(synced, cursor.fixedFirst());
    }
    return cut(last, bytes, synced, written);
  }

  private static Tail cut(Found last, ByteBuffer bytes, long synced, long written) {
    long first = last.header.first();
    long end = SegmentHeader.BYTES;
    RecordCursor cursor = new RecordCursor(last.sequence, bytes, written);
    while (cursor.next()) {
      boolean sound = cursor.valid() && (cursor.position() < synced || cursor.intact());
      if (!sound && cursor.end() > synced) return new Tail(synced, first, Math.max(cursor.position(), synced), written);
      if (sound && cursor.kind() == RecordKind.MARK) first = Math.max(first, cursor.firstSegment());
      end = cursor.end();
    }
    return new Tail(synced, first, end, written);
  }

  /** Without the segments that had been given up, whether their deletion survived or not. */
  private List<Found> needed(List<Found> found, long first) throws IOException {
    List<Found> needed = new ArrayList<>();
    for (Found segment : found) {
      if (segment.sequence < first) drop(segment);
      else needed.add(segment);
    }
    device.syncDirectory();
    return needed;
  }

  private void checkChain(List<Found> found, long first) {
    long expected = first;
    for (Found segment : found) {
      if (segment.sequence != expected) throw new CorruptLog(device.name(expected) + " is missing");
      if (segment.header == null) throw damagedHeader(expected);
      expected++;
    }
  }

  private void replay(Found segment, long end) throws IOException {
    if (end > segment.file.capacity()) {
      throw new CorruptLog(
          device.name(segment.sequence) + " ends at " + segment.file.capacity() + " instead of " + end);
    }
    segments.add(new Segment(segment.sequence, segment.file, end));
    withBytes(segment.file, end, bytes -> {
      RecordCursor cursor = new RecordCursor(segment.sequence, bytes, end);
      while (cursor.next()) apply(cursor, segment.sequence);
      return null;
    });
  }

  private void apply(RecordCursor cursor, long sequence) {
    if (!cursor.valid()) {
      holes++;
      damage.add(new Damage(sequence, cursor.position(), cursor.end(), "records that cannot be read", false));
      return;
    }
    records++;
    if (cursor.kind() == RecordKind.MARK) return;
    long group = cursor.group();
    if (!replays.computeIfAbsent(group, GroupReplay::new).record(cursor, sequence, holes)) {
      damage.add(new Damage(sequence, cursor.position(), cursor.end(), "entries of group " + group, true));
    }
  }

  private Recovered recovered(long first, long lastSequence, long lastEnd, boolean reusable, long tailBytesCut) {
    Map<Long, GroupHealth.Quarantined> quarantined = new TreeMap<>();
    ConcurrentHashMap<Long, GroupLog> groups = new ConcurrentHashMap<>();
    replays.forEach((id, replay) -> {
      if (replay.gone()) return;
      GroupLog group = new GroupLog(id, segments);
      if (replay.finish(group.index(), holes) instanceof GroupHealth.Quarantined verdict) {
        quarantined.put(id, verdict);
        group.index().seal(verdict);
      }
      group.publish();
      groups.put(id, group);
    });
    RecoveryReport report = new RecoveryReport(segments.size(), records, tailBytesCut, List.copyOf(damage), quarantined,
        Set.copyOf(groups.keySet()));
    return new Recovered(segments, groups, report, first, lastSequence, lastEnd, reusable);
  }

  private void drop(Found segment) throws IOException {
    segment.file.close();
    device.delete(segment.sequence);
  }

  private interface Reading<T> {
    T read(ByteBuffer bytes) throws IOException;
  }

  /** The bytes below the limit, in the one buffer that all segments share, outside of the heap. */
  private <T> T withBytes(LogFile file, long limit, Reading<T> reading) throws IOException {
    if (scratch.capacity() < limit) scratch = memory.allocate(limit, 8).asByteBuffer();
    ByteBuffer bytes = scratch.slice(0, (int) limit);
    file.read(bytes, 0);
    return reading.read(bytes);
  }
}
