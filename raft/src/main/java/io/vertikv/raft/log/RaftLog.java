package io.vertikv.raft.log;

import io.vertikv.raft.invariant.Invariant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The algorithm's view of its log.
 *
 * <pre>
 *   first … applied … handedCommit … commit          last
 *     |  ------------- in the host's log ----------| unhanded |
 *     |  ------------- durable ------ stable |
 * </pre>
 *
 * Entries live in exactly one of two places: in {@code unhanded} until the next {@code ready()}, then with the host.
 * Invariants: applied ≤ handedCommit ≤ min(commit, stable) (once a restart is behind us), commit ≤ last, stable ≤ last,
 * and nothing at or below commit is ever cut away by a leader.
 */
public final class RaftLog {
  private final LogReader reader;
  private final TermRuns terms;
  private final PendingAppends pending = new PendingAppends();
  private List<LogEntry> unhanded = new ArrayList<>();
  private long unhandedBytes;
  private long unhandedFirst;
  private long last;
  private long lastTerm;
  private long stable;
  private long commit;
  private long handedCommit;
  private long applied;
  private long truncateFrom;

  public RaftLog(LogReader reader, long restoredCommit, long restoredApplied) {
    this.reader = reader;
    terms = TermRuns.read(reader);
    last = reader.lastIndex();
    lastTerm = terms.term(last);
    stable = last;
    unhandedFirst = last + 1;
    long base = reader.firstIndex() - 1;
    Invariant.check(base <= restoredApplied, "the log begins after %s but only %s is applied", base, restoredApplied);
    Invariant.check(restoredApplied <= last, "applied %s lies beyond the log's end %s", restoredApplied, last);
    applied = restoredApplied;
    handedCommit = restoredApplied;
    commit = Math.max(restoredApplied, Math.min(restoredCommit, last));
  }

  public long firstIndex() { return reader.firstIndex(); }

  public long lastIndex() { return last; }

  public LogMark lastMark() { return new LogMark(last, lastTerm); }

  public long stableIndex() { return stable; }

  public long commitIndex() { return commit; }

  public long appliedIndex() { return applied; }

  /** The term at an index, negative when it was cut off or does not exist. */
  public long term(long index) {
    return index > last ? TermRuns.UNKNOWN : index == last ? lastTerm : terms.term(index);
  }

  public boolean matches(LogMark mark) { return mark.index() <= last && term(mark.index()) == mark.term(); }

  /**
   * The conflict hint of §5.3: the highest index up to {@code index} that can agree with a log at {@code term} there.
   */
  public LogMark lastNotAfter(long index, long term) {
    long found = terms.lastNotAfter(Math.min(index, last), term);
    return new LogMark(found, Math.max(0, terms.term(found)));
  }

  public void append(LogEntry entry) {
    Invariant.check(entry.index() == last + 1, "append of entry %s after %s", entry.index(), last);
    if (entry.term() != lastTerm) {
      terms.compact(reader.firstIndex() - 1);
      terms.append(entry.index(), entry.term());
    }
    unhanded.add(entry);
    unhandedBytes += entry.sizeBytes();
    last = entry.index();
    lastTerm = entry.term();
  }

  /** How many of these entries, which follow a mark that matches, are already here. */
  public int agreeing(List<LogEntry> entries) {
    int same = 0;
    while (same < entries.size() && matches(new LogMark(entries.get(same).index(), entries.get(same).term()))) same++;
    return same;
  }

  /** Cuts a tail that a leader has overruled. */
  public void truncate(long from) {
    Invariant.check(from > commit, "cut from %s would remove committed entries up to %s", from, commit);
    Invariant.check(from <= last, "cut from %s beyond the end %s", from, last);
    if (from >= unhandedFirst) {
      List<LogEntry> cut = unhanded.subList((int) (from - unhandedFirst), unhanded.size());
      for (LogEntry entry : cut) unhandedBytes -= entry.sizeBytes();
      cut.clear();
    } else {
      unhanded.clear();
      unhandedBytes = 0;
      unhandedFirst = from;
      truncateFrom = from;
      stable = Math.min(stable, from - 1);
      pending.truncate(from);
    }
    terms.truncate(from);
    last = from - 1;
    lastTerm = terms.term(last);
  }

  /** Entries from {@code first} to send. A shared view is only valid because sending happens right before hand-out. */
  public EntryRead read(long first, int bytesMax) {
    if (first < unhandedFirst) return reader.entries(first, unhandedFirst - 1, bytesMax);
    if (first == unhandedFirst && unhandedBytes <= bytesMax)
      return new EntryRead.Available(Collections.unmodifiableList(unhanded));
    int from = (int) (first - unhandedFirst);
    int to = from + 1;
    long bytes = unhanded.get(from).sizeBytes();
    while (to < unhanded.size() && (bytes += unhanded.get(to).sizeBytes()) <= bytesMax) to++;
    return new EntryRead.Available(List.copyOf(unhanded.subList(from, to)));
  }

  public boolean hasUnhanded() { return !unhanded.isEmpty() || truncateFrom != 0; }

  /** Where the next append cuts the host's log before it writes; 0 when it does not. */
  public long truncateFrom() {
    return truncateFrom;
  }

  /** Gives the entries away, in order; they are the host's from here on. */
  public List<LogEntry> handOut() {
    truncateFrom = 0;
    if (unhanded.isEmpty()) return List.of();
    List<LogEntry> out = Collections.unmodifiableList(unhanded);
    unhanded = new ArrayList<>();
    unhandedBytes = 0;
    unhandedFirst = last + 1;
    return out;
  }

  /** The ack for an append that was just handed out. */
  public AppendAck expectAck(long term) {
    return new AppendAck(pending.handOut(last), term, lastMark());
  }

  /** True when the ack said something new about the log's durable part. */
  public boolean onAppended(AppendAck ack) {
    Invariant.check(ack.sequence() <= pending.lastSequence(), "ack %s of an append that was never handed out",
        ack.sequence());
    long durable = pending.acknowledge(ack);
    if (durable <= stable) return false;
    stable = durable;
    return true;
  }

  /** Nothing handed out waits for an ack. */
  public boolean isSettled() { return pending.isEmpty() && !hasUnhanded(); }

  public boolean commitTo(long index) {
    if (index <= commit) return false;
    Invariant.check(index <= last, "commit %s lies beyond the log's end %s: this replica has lost entries", index,
        last);
    commit = index;
    return true;
  }

  public boolean hasCommitted() { return Math.min(commit, stable) > handedCommit; }

  /** What may be applied now: committed, durable here, and not handed out before. */
  public IndexRange handOutCommitted() {
    long upTo = Math.min(commit, stable);
    if (upTo <= handedCommit) return IndexRange.EMPTY;
    IndexRange range = new IndexRange(handedCommit + 1, upTo);
    handedCommit = upTo;
    return range;
  }

  public void onApplied(long index) {
    Invariant.check(index <= handedCommit, "applied %s, but only %s was handed out", index, handedCommit);
    applied = Math.max(applied, index);
  }

  /** The log is now a snapshot's and nothing else. Acks of older appends no longer mean anything. */
  public void restore(LogMark snapshot) {
    Invariant.check(snapshot.index() > commit, "snapshot %s is behind commit %s", snapshot.index(), commit);
    unhanded.clear();
    unhandedBytes = 0;
    unhandedFirst = snapshot.index() + 1;
    truncateFrom = 0;
    pending.truncate(1);
    terms.reset(snapshot);
    last = snapshot.index();
    lastTerm = snapshot.term();
    stable = last;
    commit = last;
    handedCommit = last;
    applied = last;
  }
}
