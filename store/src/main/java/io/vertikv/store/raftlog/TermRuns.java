package io.vertikv.store.raftlog;

import java.util.Arrays;

/** The terms of a group's entries, one number per run of equal terms: they change with elections only. Immutable. */
final class TermRuns {
  static final TermRuns EMPTY = new TermRuns(new long[0], new long[0]);

  private final long[] starts;
  private final long[] terms;

  private TermRuns(long[] starts, long[] terms) {
    this.starts = starts;
    this.terms = terms;
  }

  /** The index must be at or after the first start. */
  long term(long index) { return terms[run(index)]; }

  TermRuns with(long index, long term) {
    int runs = starts.length;
    if (runs > 0 && terms[runs - 1] == term) return this;
    long[] moreStarts = Arrays.copyOf(starts, runs + 1);
    long[] moreTerms = Arrays.copyOf(terms, runs + 1);
    moreStarts[runs] = index;
    moreTerms[runs] = term;
    return new TermRuns(moreStarts, moreTerms);
  }

  /** Without the entries at or after the index. */
  TermRuns before(long index) {
    int keep = starts.length;
    while (keep > 0 && starts[keep - 1] >= index) keep--;
    return keep == starts.length ? this : new TermRuns(Arrays.copyOf(starts, keep), Arrays.copyOf(terms, keep));
  }

  /** Without the runs that lie wholly before the index. */
  TermRuns from(long index) {
    if (starts.length < 2 || starts[1] > index) return this;
    int run = run(index);
    return new TermRuns(Arrays.copyOfRange(starts, run, starts.length), Arrays.copyOfRange(terms, run, terms.length));
  }

  private int run(long index) {
    int found = Arrays.binarySearch(starts, index);
    return found >= 0 ? found : -found - 2;
  }
}
