package io.vertikv.store.raftlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One append-only log for all groups of a store.
 *
 * <p>The log is a chain of segments. Operations of many groups are written as one batch: one device write at the end of
 * the active segment, and one sync when the caller wants it. A batch never spans segments: when it does not fit, the
 * active segment is synced and sealed, and a new one, as large as the batch needs, is made durable before it takes the
 * first record.
 *
 * <p><b>What was synced.</b> Every batch begins with a mark that says up to where the segment had been synced. After a
 * power cut the tail may have holes, since the disk keeps unsynced sectors in any order; a hole below what a later mark
 * calls synced is corruption, one above it is torn and cut, together with all behind it (see {@link LogRecovery}).
 *
 * <p><b>Failures.</b> After a failed write or sync nobody knows what the disk holds, and a second sync would lie
 * (the kernel reports the error once and drops the pages). So the first failure poisons the log for ever; only a restart
 * with recovery tells the truth. An operation that breaks the log's invariants poisons it as well.
 *
 * <p><b>Threads.</b> One thread at a time writes, syncs and reclaims; {@link #group} and the {@link GroupLog}s may be
 * used by any thread.
 */
public final class RaftLog implements AutoCloseable {
  /** At the end of a segment, room that only batches without entries may use: a full disk can still be compacted. */
  private static final int CONTROL_RESERVE_BYTES = 4096;
  /** The next segment's space is set aside when this part of the active one is used, which is never 0. */
  private static final int RESERVE_FROM_PART = 4;
  private static final long MARK_BYTES = RecordKind.MARK.recordBytes(false, 0);

  private final LogDevice device;
  private final RaftLogConfig config;
  private final SegmentTable segments;
  private final ConcurrentHashMap<Long, GroupLog> groups;
  private final RecoveryReport recovery;
  private final BatchBuffer buffer;
  private final RecordEncoder encoder;
  private final EntryCache cache;
  private final List<GroupLog> changed = new ArrayList<>();
  private final LogReclaimer reclaimer;
  private long firstSegment;
  /** The active segment's bytes below this survive a power cut. */
  private long synced;
  /** The active segment when the next one's space was set aside. */
  private long reservedBehind = -1;
  private volatile LogPoisoned poison;

  private RaftLog(LogDevice device, RaftLogConfig config, LogRecovery.Recovered recovered) {
    this.device = device;
    this.config = config;
    segments = recovered.segments();
    groups = recovered.groups();
    recovery = recovered.report();
    firstSegment = recovered.first();
    buffer = new BatchBuffer(config.bufferBytes());
    encoder = new RecordEncoder(buffer);
    cache = new EntryCache(config.cacheBytesMax());
    reclaimer = new LogReclaimer(config, segments, groups, recovered.report().oldestDamagedSegment());
  }

  /**
   * Recovers what the device holds and opens a new segment behind it. Throws {@link CorruptLog} when the log as a whole
   * cannot be believed (a missing segment, a damaged header, an unknown version); damage to single groups is reported
   * by {@link #recovery()} instead.
   */
  public static RaftLog open(LogDevice device, RaftLogConfig config) throws IOException {
    LogRecovery.Recovered recovered = LogRecovery.run(device);
    RaftLog log = new RaftLog(device, config, recovered);
    log.startAfter(recovered);
    return log;
  }

  /** What recovery met. */
  public RecoveryReport recovery() { return recovery; }

  /** The group's log; empty when nothing was ever written for it. Keep it: the lookup costs more than a read. */
  public GroupLog group(long id) {
    return groups.computeIfAbsent(id, absent -> new GroupLog(absent, segments));
  }

  /** Writes the operations in order, as one batch. */
  public WriteOutcome write(List<? extends LogOperation> operations) {
    expectSound();
    if (operations.isEmpty()) return WriteOutcome.WRITTEN;
    try {
      long entryBytes = 0;
      long bytes = MARK_BYTES;
      for (int i = 0; i < operations.size(); i++) {
        LogOperation operation = operations.get(i);
        entryBytes += operation.payloadBytes();
        bytes += RecordKind.META_BYTES_MAX + 8 + operation.payloadBytes();
      }
      if (!makeRoom(bytes, entryBytes > 0)) return WriteOutcome.NO_SPACE;
      beginBatch();
      for (int i = 0; i < operations.size(); i++) write(operations.get(i));
      endBatch();
      return WriteOutcome.WRITTEN;
    } catch (IOException | RuntimeException failure) {
      throw poisoned("write", failure);
    }
  }

  /** Makes all that was written survive a power cut; does nothing when it already does. */
  public void sync() {
    expectSound();
    if (!unsynced()) return;
    try {
      segments.active().file.sync();
      synced = segments.active().end;
    } catch (IOException failure) {
      throw poisoned("sync", failure);
    }
  }

  /** True when something was written since the last sync. */
  public boolean unsynced() {
    return synced < segments.active().end;
  }

  /**
   * Sees to it that the log can go on when the active segment is full: from a quarter of it on, the space of the next one is
   * set aside. False when the disk has no room for that: what is left of the active segment is then all there is, and it
   * should be kept for what frees space. May take as long as writing a segment.
   */
  public boolean reserve() {
    expectSound();
    Segment active = segments.active();
    if (active.sequence == reservedBehind || active.end < active.file.capacity() / RESERVE_FROM_PART) return true;
    try {
      device.reserve(config.segmentBytes());
      reservedBehind = active.sequence;
      return true;
    } catch (LogDevice.NoSpace full) {
      return false;
    } catch (IOException failure) {
      throw poisoned("reservation", failure);
    }
  }

  /** True when {@link #reclaim} has something to do; cheap enough to ask after every batch. */
  public boolean reclaimable() {
    return poison == null && reclaimer.due();
  }

  /**
   * Frees space, a bounded step at a time: moves live entries out of the oldest segment when the log is mostly garbage,
   * deletes segments that nobody needs. Syncs. Returns true when segments were deleted.
   */
  public boolean reclaim() {
    expectSound();
    try {
      boolean moved = moveForward();
      long first = reclaimer.firstNeeded();
      boolean freed = first > segments.oldest().sequence && deleteBelow(first);
      if (!moved && !freed) reclaimer.stalled();
      return freed;
    } catch (IOException | RuntimeException failure) {
      throw poisoned("reclaim", failure);
    }
  }

  /** Bytes of the segments on the device. This and the next two are for metrics: any thread, roughly up to date. */
  public long diskBytes() {
    return segments.capacityBytes();
  }

  /** Bytes in them that groups still need. */
  public long liveBytes() { return segments.liveBytes(); }

  public int segmentCount() { return segments.size(); }

  /**
   * Tells the log that whatever recovery could not read has been dealt with (the groups removed and built anew), so
   * that the damaged segments need not be kept any longer.
   */
  public void settleDamage() { reclaimer.settleDamage(); }

  /** Why the log takes nothing more. */
  public Optional<LogPoisoned> poison() { return Optional.ofNullable(poison); }

  /** Syncs, unless poisoned, and closes the segments; the device stays open. */
  @Override
  public void close() throws IOException {
    if (poison == null) {
      sync();
      // The last batch has no successor whose mark would call it synced: say so now.
      if (makeRoom(MARK_BYTES, false)) {
        beginBatch();
        endBatch();
        sync();
      }
    }
    for (Segment segment : segments.all()) segment.file.close();
  }

  private void write(LogOperation operation) throws IOException {
    GroupLog group = group(operation.group());
    GroupIndex index = group.index();
    OperationRules.check(operation, index);
    long place = Segment.place(segments.active().sequence, buffer.position());
    switch (operation) {
      case LogOperation.Append append -> append(append, index, place);
      case LogOperation.Truncate truncate -> {
        encoder.truncate(truncate.group(), index.nextOrdinal(), truncate.from());
        index.truncate(truncate.from());
      }
      case LogOperation.Compact compact -> {
        StoredMark mark = new StoredMark(compact.index(), index.term(compact.index()));
        encoder.compact(compact.group(), index.nextOrdinal(), mark);
        index.compact(mark, place);
        cache.prune();
      }
      case LogOperation.Reset reset -> {
        encoder.reset(reset.group(), index.nextOrdinal(), reset.state(), reset.mark());
        index.reset(reset.mark(), place);
        index.state(reset.state(), place);
      }
      case LogOperation.Remove remove -> {
        encoder.remove(remove.group(), index.nextOrdinal());
        index.clear();
        groups.remove(remove.group());
      }
    }
    index.countRecord();
    changed.add(group);
  }

  private void append(LogOperation.Append append, GroupIndex index, long place) throws IOException {
    List<StoredEntry> entries = append.entries();
    StoredState state = append.state().orElse(null);
    long first = entries.isEmpty() ? 0 : entries.get(0).index();
    long body = encoder.append(append.group(), index.nextOrdinal(), state, first, entries);
    index.append(entries, Segment.place(segments.active().sequence, body));
    if (state != null) index.state(state, place);
    for (int i = 0; i < entries.size(); i++) cache.added(index, entries.get(i));
  }

  /** Moves what groups still need out of the oldest segment, as one batch; false when nothing could be moved. */
  private boolean moveForward() throws IOException {
    long bytes = MARK_BYTES;
    Map<LogReclaimer.Move, List<StoredEntry>> moving = new LinkedHashMap<>();
    for (LogReclaimer.Move move : reclaimer.moves()) {
      try {
        List<StoredEntry> entries = move.group().entries(move.from(), move.to(), Long.MAX_VALUE);
        moving.put(move, entries);
        bytes += RecordKind.META_BYTES_MAX + 8 + RecordEncoder.bodyBytes(entries);
      } catch (CorruptLog damage) {
        quarantine(move.group(), damage);
      }
    }
    if (moving.isEmpty() || !makeRoom(bytes, true)) return false;
    beginBatch();
    for (Map.Entry<LogReclaimer.Move, List<StoredEntry>> moved : moving.entrySet()) {
      rewrite(moved.getKey().group(), moved.getValue());
    }
    endBatch();
    return true;
  }

  private void rewrite(GroupLog group, List<StoredEntry> entries) throws IOException {
    GroupIndex index = group.index();
    long sequence = segments.active().sequence;
    long place = Segment.place(sequence, buffer.position());
    StoredState state = index.statedState();
    long body = encoder.rewrite(group.id(), index.nextOrdinal(), state, index.mark(), entries);
    index.countRecord();
    index.move(entries, Segment.place(sequence, body));
    if (state != null) index.state(state, place);
    index.stateMark(index.mark(), place);
    changed.add(group);
  }

  /** The log must know that it does not need them before they go, or else recovery would miss them. */
  private boolean deleteBelow(long first) throws IOException {
    firstSegment = first;
    if (!makeRoom(MARK_BYTES, false)) return false;
    beginBatch();
    endBatch();
    sync();
    while (segments.oldest().sequence < first) {
      Segment segment = segments.removeOldest();
      segment.file.close();
      device.delete(segment.sequence);
    }
    device.syncDirectory();
    return true;
  }

  /**
   * Damage met while running: its owner sees it in the group's health. Until then it may go on writing; what matters is
   * that the segments stay as they are.
   */
  private void quarantine(GroupLog group, CorruptLog damage) {
    group.index().quarantine(new GroupHealth.Quarantined(damage.getMessage()));
    group.publish();
    reclaimer.keepFrom(segments.oldest().sequence);
  }

  private void beginBatch() throws IOException {
    encoder.begin(segments.active());
    encoder.mark(synced, firstSegment);
  }

  private void endBatch() throws IOException {
    buffer.flush();
    segments.active().end = buffer.position();
    for (int i = 0; i < changed.size(); i++) changed.get(i).publish();
    changed.clear();
  }

  /** True when the active segment has room for that many bytes, which may be a new one. */
  private boolean makeRoom(long bytes, boolean entries) throws IOException {
    Segment active = segments.active();
    long room = active.file.capacity() - active.end - (entries ? controlReserve() : 0);
    if (bytes <= room) return true;
    long capacity = Math.max(config.segmentBytes(), SegmentHeader.BYTES + bytes + controlReserve());
    if (capacity > RaftLogConfig.SEGMENT_BYTES_MAX) {
      throw new IllegalArgumentException("a batch of " + bytes + " bytes exceeds a segment's largest size");
    }
    sync();
    try {
      startSegment(active.sequence + 1, active.end, capacity);
      return true;
    } catch (LogDevice.NoSpace full) {
      return false;
    }
  }

  private int controlReserve() { return Math.min(CONTROL_RESERVE_BYTES, config.segmentBytes() / 16); }

  private void startAfter(LogRecovery.Recovered recovered) throws IOException {
    if (recovered.reusable()) {
      synced = SegmentHeader.BYTES;
    } else {
      startSegment(recovered.lastSequence() + 1, recovered.lastEnd(), config.segmentBytes());
    }
  }

  private void startSegment(long sequence, long previousEnd, long capacity) throws IOException {
    LogFile file = device.create(sequence, capacity);
    buffer.begin(file, 0);
    byte[] header = new SegmentHeader(sequence, previousEnd, firstSegment).encode();
    buffer.put(header, 0, header.length);
    buffer.flush();
    file.sync();
    device.syncDirectory();
    segments.add(new Segment(sequence, file, SegmentHeader.BYTES));
    synced = SegmentHeader.BYTES;
  }

  private void expectSound() {
    if (poison != null) throw poison;
  }

  private LogPoisoned poisoned(String what, Exception cause) {
    if (poison == null)
      poison = new LogPoisoned("the log takes nothing more after a failed " + what + ": " + cause.getMessage(), cause);
    return poison;
  }
}
