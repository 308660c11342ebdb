package io.vertikv.tools.bench;

/**
 * Sends what is due by a fixed schedule, whether or not replies have come, and counts latencies from when each request was
 * due. Requests that are due but not sent, since too many are on their way, keep their due times: nothing is left out.
 * The event loop calls {@link #pump} every {@link #TICK_NANOS}; that wait is part of the latency, as it would be a client's.
 */
final class OpenLoop extends Connection {
  static final long TICK_NANOS = 200_000;
  private static final int ON_THEIR_WAY_MAX = 10_000;
  private static final int BATCH_MAX = 1000;

  private final long perSecond;
  private final int lane;
  private final int lanes;
  private OpenSchedule schedule;
  private long toNanos;

  OpenLoop(RunEvents events, Speech.Talk talk, long perSecond, int lane, int lanes) {
    super(events, talk);
    this.perSecond = perSecond;
    this.lane = lane;
    this.lanes = lanes;
  }

  @Override
  void onStart(RunWindow window) {
    schedule = new OpenSchedule(window.startNanos(), perSecond, lane, lanes);
    toNanos = window.toNanos();
  }

  void pump(long nowNanos) {
    if (schedule == null) return;
    long room = ON_THEIR_WAY_MAX - (sent() - answered());
    long due = schedule.dueBy(Math.min(nowNanos, toNanos)) - sent();
    int requests = (int) Math.min(BATCH_MAX, Math.min(room, due));
    if (requests > 0) send(requests);
    if (nowNanos - toNanos >= 0 && answered() == sent()) end();
  }

  @Override
  void onReplies(long count, long nowNanos) {
    for (long request = answered() - count; request < answered(); request++)
      tally().latency(nowNanos - schedule.dueNanos(request), 1, nowNanos);
  }
}
