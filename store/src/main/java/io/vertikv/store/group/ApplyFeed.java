package io.vertikv.store.group;

import io.vertikv.raft.log.IndexRange;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.raftlog.GroupLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands committed entries to the state machine, in order and each once, and only as many as it may have under way. Those
 * still held go from memory; the others (found at the start, or dropped to save memory) are read from the log by the
 * apply worker.
 *
 * <pre>
 *   applied ≤ handed ≤ committed
 *      | window  | waits here
 * </pre>
 */
final class ApplyFeed {
  private record Task(long lastIndex, long bytes) {}

  private final long group;
  private final GroupHost host;
  private final GroupListener listener;
  private final ApplyTarget target;
  private final GroupLog log;
  private final HeldEntries held;
  private final ArrayDeque<Task> underWay = new ArrayDeque<>();
  private final Consumer<List<LogEntry>> recorded;
  private final ApplyTarget recorder = new Recorder();
  private final ApplyTarget replayer = new Replayer();
  private long bytesUnderWay;
  private long committed;
  private long handed;
  private long applied;

  /** @param recorded hears of committed entries with memberships among them, once these are in the engine; on the loop */
  ApplyFeed(long group, GroupHost host, RaftGroup.Machine machine, GroupLog log, HeldEntries held,
      Consumer<List<LogEntry>> recorded) {
    this.recorded = recorded;
    this.group = group;
    this.host = host;
    this.listener = machine.listener();
    this.target = machine.target();
    this.log = log;
    this.held = held;
    restart(machine.appliedIndex());
  }

  long applied() { return applied; }

  /** Nothing is under way in the state machine. */
  boolean idle() { return underWay.isEmpty(); }

  /** The state machine is so far behind that what waits for it should not grow. */
  boolean full() {
    return handed < committed;
  }

  void committed(IndexRange range) {
    committed = range.last();
    feed();
  }

  void applied(long index) {
    applied = index;
    while (!underWay.isEmpty() && underWay.peekFirst().lastIndex <= index) bytesUnderWay -= underWay.poll().bytes;
    feed();
  }

  /** The state is now a snapshot's: what had been committed before is part of it. */
  void restart(long appliedIndex) {
    committed = appliedIndex;
    handed = appliedIndex;
    applied = appliedIndex;
  }

  private void feed() {
    GroupLimits limits = host.limits();
    while (handed < committed && underWay.size() < limits.applyTasksMax()
        && bytesUnderWay < limits.applyBytesMax()) {
      if (handed + 1 < held.firstIndex()) replay(Math.min(committed, held.firstIndex() - 1));
      else handOver(limits.applyBytesMax());
    }
  }

  private void replay(long last) {
    long first = handed + 1;
    handed = last;
    // Read piece by piece by the worker: nothing of it is in memory now.
    underWay.add(new Task(last, 0));
    host.apply().replay(replayer, host.loop(), log, first, last);
  }

  private void handOver(long bytesMax) {
    int count = (int) Math.min(committed - handed, held.lastIndex() - handed);
    List<LogEntry> entries = new ArrayList<>(count);
    long bytes = 0;
    for (int i = 0; i < count && bytes < bytesMax; i++) {
      LogEntry entry = held.removeFirst();
      bytes += entry.sizeBytes();
      entries.add(entry);
    }
    handed += entries.size();
    bytesUnderWay += bytes;
    underWay.add(new Task(handed, bytes));
    if (GroupRecord.concerns(entries)) host.apply().submit(recorder, host.loop(), entries);
    listener.apply(entries);
  }

  /** The worker, which has the entries, writes memberships too; who hears of them is told here. */
  private final class Replayer implements ApplyTarget {
    @Override
    public void apply(List<LogEntry> entries, EngineBatch batch) { target.apply(entries, batch); }

    @Override
    public void applied(List<LogEntry> entries) {
      if (GroupRecord.concerns(entries)) recorded.accept(entries);
      target.applied(entries);
    }
  }

  /** Remembers memberships, ahead of the state machine's own write. */
  private final class Recorder implements ApplyTarget {
    @Override
    public void apply(List<LogEntry> entries, EngineBatch batch) {
      GroupRecord.put(group, entries, batch);
    }

    @Override
    public void applied(List<LogEntry> entries) { recorded.accept(entries); }
  }
}
