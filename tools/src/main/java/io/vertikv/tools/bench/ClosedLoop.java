package io.vertikv.tools.bench;

/** Sends a batch, waits for all its replies, sends the next: as fast as the server lets it. */
final class ClosedLoop extends Connection {
  private final int pipeline;
  private RunWindow window;
  private long requestsLeft;
  private long sentAtNanos;

  /** The count of requests begins after the warm-up, which time alone ends. */
  ClosedLoop(RunEvents events, Speech.Talk talk, int pipeline, long requests) {
    super(events, talk);
    this.pipeline = pipeline;
    this.requestsLeft = requests;
  }

  @Override
  void onStart(RunWindow of) {
    window = of;
    sendNext(System.nanoTime());
  }

  @Override
  void onReplies(long count, long nowNanos) {
    tally().latency(nowNanos - sentAtNanos, count, nowNanos);
    if (answered() == sent()) sendNext(nowNanos);
  }

  private void sendNext(long nowNanos) {
    boolean warmingUp = nowNanos - window.fromNanos() < 0;
    int requests = warmingUp ? pipeline : (int) Math.min(pipeline, requestsLeft);
    if (requests == 0 || nowNanos - window.toNanos() >= 0) {
      end();
      return;
    }
    if (!warmingUp && requestsLeft != Long.MAX_VALUE) requestsLeft -= requests;
    sentAtNanos = nowNanos;
    send(requests);
  }
}
