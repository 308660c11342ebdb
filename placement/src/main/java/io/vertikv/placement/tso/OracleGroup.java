package io.vertikv.placement.tso;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.ApplyTarget;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.group.GroupListener;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The timestamp oracle as a replicated state machine: the limit below which timestamps may be given out goes through the
 * group's log, and only its leader gives any out. A new leader starts at the limit that the log holds, once everything
 * before its own first entry is applied.
 *
 * <pre>
 * entry:           version u8 = 1 | limit ms u64
 * META p | 01      version u8 = 1 | applied index u64 | term u64 | limit ms u64
 * </pre>
 */
public final class OracleGroup implements GroupListener, ApplyTarget, TimestampSource {
  private static final int VERSION = 1;
  private static final byte[] STATE_KEY = {'p', 1};
  private static final byte[] NOTHING_APPLIED = new ByteWriter().u8(VERSION).u64(0).u64(0).u64(0).toByteArray();

  /** How far the replica has come. */
  public record Applied(long index, long term, long limitMillis) {}

  private final Loop loop;
  private final BiConsumer<OracleGroup, List<LogEntry>> applier;
  private final List<Runnable> waiting = new ArrayList<>();
  private final TimestampOracle oracle;
  private RaftGroup group;
  private Applied applied;
  /** On the apply thread. */
  private long limitWritten;
  private boolean leading;
  private boolean serving;
  private long given;

  /** @param applier hands entries to the apply thread with this object as their target */
  public OracleGroup(Loop loop, Applied found, BiConsumer<OracleGroup, List<LogEntry>> applier) {
    this.loop = loop;
    this.applied = found;
    this.limitWritten = found.limitMillis();
    this.applier = applier;
    this.oracle = new TimestampOracle(found.limitMillis());
  }

  /** What the engine holds; blocks. */
  public static Applied read(EngineReader engine, ReadTier tier) {
    byte[] bytes = engine.get(Family.META, STATE_KEY, tier);
    ByteReader in = new ByteReader(bytes == null ? NOTHING_APPLIED : bytes);
    if (in.u8() != VERSION) throw new MalformedBytes("oracle state of an unknown version");
    Applied state = new Applied(in.u64(), in.u64(), in.u64());
    in.expectEnd();
    return state;
  }

  public void bind(RaftGroup group) { this.group = group; }

  public void tick() {
    extend();
    group.tick();
  }

  @Override
  public long next() {
    long ts = serving ? oracle.next(loop.wallMillis()) : 0;
    if (ts == 0) extend();
    else given++;
    return ts;
  }

  /** How many timestamps this replica has given out. */
  public long given() {
    return given;
  }

  @Override
  public void whenAvailable(Runnable task) { waiting.add(task); }

  private void extend() {
    if (!serving) return;
    long limit = oracle.limitToRequest(loop.wallMillis());
    if (limit == 0) return;
    byte[] entry = new ByteWriter().u8(VERSION).u64(limit).toByteArray();
    switch (group.propose(new EntryBytes(io.vertikv.store.bytes.Bytes.of(entry)))) {
      case ProposeOutcome.Proposed proposed -> group.pump();
      case ProposeOutcome.NotLeader elsewhere -> oracle.requestFailed();
      case ProposeOutcome.Dropped dropped -> oracle.requestFailed();
    }
  }

  @Override
  public void roleChanged(SoftState state) {
    leading = state.role() == RoleName.LEADER;
    if (!leading) serving = false;
  }

  @Override
  public void committed(long index) {}

  @Override
  public void apply(List<LogEntry> entries) { applier.accept(this, entries); }

  @Override
  public void apply(List<LogEntry> entries, EngineBatch batch) {
    for (LogEntry entry : entries) {
      if (entry.kind() == EntryKind.COMMAND) limitWritten = Math.max(limitWritten, limitOf(entry));
    }
    if (entries.isEmpty()) return;
    LogEntry last = entries.getLast();
    batch.put(Family.META, STATE_KEY,
        new ByteWriter().u8(VERSION).u64(last.index()).u64(last.term()).u64(limitWritten).toByteArray());
  }

  @Override
  public void applied(List<LogEntry> entries) {
    if (entries.isEmpty()) return;
    long limit = applied.limitMillis();
    for (LogEntry entry : entries) {
      if (entry.kind() == EntryKind.COMMAND) limit = Math.max(limit, limitOf(entry));
      if (entry.kind() == EntryKind.NO_OP && leading && entry.term() == group.term()) takeOver(limit);
    }
    applied = new Applied(entries.getLast().index(), entries.getLast().term(), limit);
    group.applied(applied.index());
    if (serving) {
      oracle.limitDurable(limit);
      extend();
      wakeWaiting();
    }
  }

  /** Everything before this term is applied: whoever led before was bound by this limit. */
  private void takeOver(long limitMillis) {
    oracle.restart(limitMillis);
    serving = true;
  }

  private void wakeWaiting() {
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }

  private static long limitOf(LogEntry entry) {
    ByteReader in = new ByteReader(((EntryBytes) entry.payload()).bytes().array());
    if (in.u8() != VERSION) throw new MalformedBytes("oracle entry of an unknown version");
    long limit = in.u64();
    in.expectEnd();
    return limit;
  }
}
