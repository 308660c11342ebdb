package io.vertikv.txn.region;

import java.util.Arrays;

/** Requests of one stream that a batch has done, in the order in which it did, with their outcomes. */
final class RequestGroup {
  private static final int INITIAL = 4;

  private final long stream;
  private long[] sequences = new long[INITIAL];
  /** Null: too large to keep. */
  private byte[][] outcomes = new byte[INITIAL][];
  private int count;
  private long lowest = Long.MAX_VALUE;
  private long highest = Long.MIN_VALUE;

  RequestGroup(long stream) { this.stream = stream; }

  void add(long sequence, byte[] outcome) {
    if (count == sequences.length) {
      sequences = Arrays.copyOf(sequences, 2 * count);
      outcomes = Arrays.copyOf(outcomes, 2 * count);
    }
    sequences[count] = sequence;
    outcomes[count++] = outcome;
    lowest = Math.min(lowest, sequence);
    highest = Math.max(highest, sequence);
  }

  long stream() { return stream; }

  int count() { return count; }

  long sequence(int at) { return sequences[at]; }

  /** Null: too large to keep. */
  byte[] outcome(int at) {
    return outcomes[at];
  }

  /** The lowest sequence. */
  long lowest() {
    return lowest;
  }

  /** The highest sequence. */
  long highest() {
    return highest;
  }
}
