package io.vertikv.raft.log;

import io.vertikv.raft.invariant.Invariant;
import java.util.Arrays;

/**
 * The terms of a whole log in a few words: terms never decrease along a log, so it is enough to remember where each one
 * starts. The first run starts at the base, the last index that was cut off (or 0), whose term is still known.
 */
final class TermRuns {
  static final long UNKNOWN = -1;

  private long[] starts = new long[4];
  private long[] terms = new long[4];
  private int count = 1;

  TermRuns(LogMark base) { reset(base); }

  /** Finds the runs with few questions: the end of each run by bisection. */
  static TermRuns read(LogReader reader) {
    long base = reader.firstIndex() - 1;
    long last = reader.lastIndex();
    TermRuns runs = new TermRuns(new LogMark(base, base == 0 ? 0 : reader.term(base)));
    for (long index = base + 1; index <= last; index = endOfRun(reader, index, last) + 1)
      runs.append(index, reader.term(index));
    return runs;
  }

  private static long endOfRun(LogReader reader, long from, long last) {
    long term = reader.term(from);
    long low = from;
    long high = last;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (reader.term(middle) == term) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  void reset(LogMark base) {
    starts[0] = base.index();
    terms[0] = base.term();
    count = 1;
  }

  void append(long index, long term) {
    long newest = terms[count - 1];
    if (term == newest) return;
    Invariant.check(term > newest, "entry %s goes back from term %s to %s", index, newest, term);
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      terms = Arrays.copyOf(terms, count * 2);
    }
    starts[count] = index;
    terms[count++] = term;
  }

  /** Forgets the terms from an index on; the base stays. */
  void truncate(long from) {
    while (count > 1 && starts[count - 1] >= from) count--;
  }

  /** Forgets runs that end below an index that was cut off. */
  void compact(long base) {
    int gone = 0;
    while (gone + 1 < count && starts[gone + 1] <= base) gone++;
    if (gone > 0) {
      count -= gone;
      System.arraycopy(starts, gone, starts, 0, count);
      System.arraycopy(terms, gone, terms, 0, count);
    }
    starts[0] = Math.max(starts[0], Math.min(base, count > 1 ? starts[1] - 1 : base));
  }

  /** The term at an index; the caller knows that the index is not beyond the end of the log. */
  long term(long index) {
    for (int i = count - 1; i >= 0; i--) {
      if (starts[i] <= index) return terms[i];
    }
    return UNKNOWN;
  }

  /** The highest index up to {@code index} whose term is at most {@code term}; below the base when there is none. */
  long lastNotAfter(long index, long term) {
    long candidate = index;
    for (int i = count - 1; i >= 0; i--) {
      if (starts[i] > candidate) continue;
      if (terms[i] <= term) return candidate;
      candidate = starts[i] - 1;
    }
    return Math.max(candidate, 0);
  }
}
