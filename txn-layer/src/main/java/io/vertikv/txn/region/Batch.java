package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Version;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * What one run of the inbox wrote: one Raft entry, one commit timestamp, one write to the engine. Operations whose replies
 * read or wrote it wait here until it is committed (R2).
 */
final class Batch implements Version, CommitTimes {
  /** A moved reminder. */
  record Reminder(byte[] key, long oldDueMillis, long newDueMillis) {}

  /** Rises by one per batch of the region; what a gate compares. */
  final long sequence;
  /** Keys written, each once; a state whose {@link KeyState#batch} is another one by now was rolled back. */
  final ArrayList<KeyState> states = new ArrayList<>();
  final ArrayList<Reminder> reminders = new ArrayList<>();
  final ArrayList<KeyRange> deletedRanges = new ArrayList<>();
  /** What it has done of requests that are remembered. */
  final ArrayList<RequestGroup> requests = new ArrayList<>(0);
  final ArrayList<RegionOperation> gated = new ArrayList<>();
  /**
   * How many of {@link #gated} ran before the batch was proposed: that it commits proves that this replica led after they ran.
   * Those behind them read it later, and its commit says nothing about that moment.
   */
  int gatedBefore;
  long[] counterDeltas = new long[0];
  long commitTs;
  long index;
  long payloadBytes;
  boolean committed;
  long startedNanos;
  long proposedNanos;
  long loggedNanos;
  long committedNanos;

  Batch(long sequence) { this.sequence = sequence; }

  /** {@link Version#UNDECIDED} until the run has ended and the batch has its timestamp. */
  @Override
  public long commitTs() { return commitTs == 0 ? UNDECIDED : commitTs; }

  @Override
  public long proposedNanos() { return proposedNanos; }

  @Override
  public long loggedNanos() { return loggedNanos; }

  @Override
  public long committedNanos() { return committedNanos; }

  void count(int counter, long delta) {
    if (counter >= counterDeltas.length) counterDeltas = Arrays.copyOf(counterDeltas, counter + 8);
    counterDeltas[counter] += delta;
  }

  boolean isEmpty() {
    // What was written and taken back again has been done all the same.
    if (!requests.isEmpty() || !reminders.isEmpty() || !deletedRanges.isEmpty()) return false;
    for (KeyState state : states) if (state.batch == this && state.changes()) return false;
    for (long delta : counterDeltas) if (delta != 0) return false;
    return true;
  }
}
