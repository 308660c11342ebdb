package io.vertikv.raft;

import io.vertikv.raft.log.HardState;
import io.vertikv.raft.log.IndexRange;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.message.Envelope;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.LogAppend;
import io.vertikv.raft.ready.Ready;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a store does for one replica, with a hand crank: it takes over a Ready, syncs when told, applies when told, and
 * can lose power between any two of these.
 */
final class Host {
  final long id;
  final StableLog log = new StableLog();
  private final RaftConfig config;
  private final RandomGenerator random;
  private final Safety safety;
  private final Consumer<Envelope> network;
  private AppliedState applied;
  private AppliedState flushed;
  private IndexRange toApply = IndexRange.EMPTY;
  private RaftNode node;

  Host(long id, RaftConfig config, Membership membership, RandomGenerator random, Safety safety,
      Consumer<Envelope> network) {
    this.id = id;
    this.config = config;
    this.random = random;
    this.safety = safety;
    this.network = network;
    applied = AppliedState.initial(membership);
    flushed = applied;
  }

  void start(long nowNanos) {
    HardState found = log.hardState();
    RestoredState restored = new RestoredState(found, applied.membership(), applied.last().index(), log);
    node = new RaftNode(config, id, restored, random, nowNanos, safety);
  }

  boolean isUp() { return node != null; }

  RaftNode node() { return node; }

  AppliedState applied() { return applied; }

  AppliedState flushed() { return flushed; }

  /** Takes over one Ready: messages leave, the append is queued for the disk, entries for the state machine. */
  Ready takeReady() {
    Ready ready = node.ready();
    ready.append().ifPresent(log::give);
    ready.sendNow().forEach(network);
    if (!ready.committed().isEmpty()) {
      long first = toApply.isEmpty() ? ready.committed().first() : toApply.first();
      toApply = new IndexRange(first, ready.committed().last());
    }
    return ready;
  }

  /** The disk finishes one append. */
  Optional<LogAppend> sync() {
    Optional<LogAppend> append = log.syncOne();
    append.ifPresent(durable -> {
      durable.sendAfterSync().forEach(network);
      node.onAppended(durable.ack());
    });
    return append;
  }

  boolean hasToApply() { return !toApply.isEmpty(); }

  /** The state machine finishes all that it was given. */
  IndexRange apply() {
    IndexRange range = toApply;
    for (long index = range.first(); index <= range.last(); index++) {
      LogEntry entry = log.entry(index);
      applied = applied.apply(entry);
    }
    if (!range.isEmpty()) node.onApplied(range.last());
    toApply = IndexRange.EMPTY;
    return range;
  }

  /** The engine's files are on disk up to here. */
  void flush() { flushed = applied; }

  /** Cuts the log below what is flushed. */
  void compact(long index) {
    log.compact(Math.min(index, flushed.last().index()));
  }

  /** Replaces everything by a snapshot, durably. */
  void restore(SnapshotMark mark, Function<SnapshotMark, AppliedState> bytes) {
    toApply = IndexRange.EMPTY;
    log.reset(mark.last());
    applied = bytes.apply(mark);
    flushed = applied;
    node.onSnapshotRestored(mark);
  }

  /** The power goes when the disk has finished some appends that nobody heard of. */
  void crash(int syncedUnheard) {
    for (int i = 0; i < syncedUnheard; i++) log.syncOne();
    crash();
  }

  void crash() {
    log.crash();
    applied = flushed;
    toApply = IndexRange.EMPTY;
    node = null;
  }
}
