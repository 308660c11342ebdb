package io.vertikv.resp.session;

/**
 * The clock readings that a session's operations share: one when a socket is read, one when what came has been cut into
 * commands, one when a turn's replies have left.
 */
final class Pace {
  private long receivedNanos;
  /** The first place in the line of replies that was taken since the last {@link #parsed}. */
  private PendingReply unparsed;
  /** Of the replies that leave with this turn: how many, and sums of when they were received and of when they could leave. */
  private long leaving;
  private long receivedSum;
  private long readySum;

  void received(long nowNanos) { receivedNanos = nowNanos; }

  long receivedNanos() { return receivedNanos; }

  void enqueued(PendingReply reply) {
    if (unparsed == null) unparsed = reply;
  }

  boolean hasUnparsed() { return unparsed != null; }

  void parsed(long nowNanos) {
    for (PendingReply each = unparsed; each != null; each = each.next) each.parsed(nowNanos);
    unparsed = null;
  }

  void replied(long receivedAtNanos, long readyAtNanos) {
    leaving++;
    receivedSum += receivedAtNanos;
    readySum += readyAtNanos;
  }

  /** Sums of clock readings may overflow; their differences do not. */
  void left(long nowNanos, StageTimes times) {
    if (leaving == 0) return;
    times.of(Stage.REPLY).recordAll(leaving * nowNanos - readySum, leaving);
    times.whole().recordAll(leaving * nowNanos - receivedSum, leaving);
    leaving = receivedSum = readySum = 0;
  }
}
