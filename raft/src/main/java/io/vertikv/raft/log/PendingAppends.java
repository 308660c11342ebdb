package io.vertikv.raft.log;

import java.util.ArrayDeque;

/**
 * The appends that the host has been given and has not acknowledged, oldest first, each with the highest index it still
 * vouches for. A truncation lowers that at once for all of them: an ack that arrives later speaks of bytes that a later
 * append is going to overwrite, even if by then the same (index, term) has been written again (the ABA of asynchronous
 * appends).
 */
final class PendingAppends {
  private static final class Pending {
    final long sequence;
    long vouchedIndex;

    Pending(long sequence, long vouchedIndex) {
      this.sequence = sequence;
      this.vouchedIndex = vouchedIndex;
    }
  }

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private long lastSequence;

  long handOut(long lastIndex) {
    pending.addLast(new Pending(++lastSequence, lastIndex));
    return lastSequence;
  }

  void truncate(long from) {
    for (Pending append : pending) append.vouchedIndex = Math.min(append.vouchedIndex, from - 1);
  }

  /** The highest index that is durable by this ack, 0 when it says nothing new. */
  long acknowledge(AppendAck ack) {
    long durable = 0;
    while (!pending.isEmpty() && pending.peekFirst().sequence <= ack.sequence()) {
      durable = Math.max(durable, pending.pollFirst().vouchedIndex);
    }
    return durable;
  }

  boolean isEmpty() { return pending.isEmpty(); }

  long lastSequence() { return lastSequence; }
}
