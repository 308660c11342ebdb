package io.vertikv.resp.session;

import io.vertikv.txn.region.CommitTimes;
import io.vertikv.txn.region.RegionOperation;

/**
 * A reply that waits for an operation on the data, and the times at which that came from {@link Stage} to stage. Only its run
 * has clock readings of its own; the others are those of the socket read, the batch and the turn.
 */
abstract class DataReply extends PendingReply implements RegionOperation {
  private final long receivedNanos;
  private long parsedNanos;
  /** Of the last run; written on the region's loop, read on the session's after the outcome has come. */
  private long beganNanos;
  private long ranNanos;
  private CommitTimes gate;
  private boolean ran;

  DataReply(Session session, Route route) {
    super(session, route);
    receivedNanos = session.pace().receivedNanos();
  }

  @Override
  final void parsed(long nowNanos) { parsedNanos = nowNanos; }

  /** On the region's loop. */
  final void began() { beganNanos = session.loop().nanoTime(); }

  /** On the region's loop. */
  final void ended() {
    ranNanos = session.loop().nanoTime() - beganNanos;
    ran = true;
  }

  /** How long the last run took; 0: never ran. */
  final long ranNanos() {
    return ranNanos;
  }

  @Override
  public final void released(CommitTimes times) { gate = times; }

  @Override
  final void leaves(Pace pace, StageTimes times) {
    if (!ran) return;
    times.of(Stage.PARSE).record(parsedNanos - receivedNanos);
    times.of(Stage.QUEUE).record(beganNanos - parsedNanos);
    times.of(Stage.EXECUTE).record(ranNanos);
    long endedNanos = beganNanos + ranNanos;
    pace.replied(receivedNanos, gate == null ? endedNanos : committed(endedNanos, times));
  }

  private long committed(long endedNanos, StageTimes times) {
    long proposedNanos = Math.max(endedNanos, gate.proposedNanos());
    long committedNanos = Math.max(proposedNanos, gate.committedNanos());
    long loggedNanos = Math.clamp(gate.loggedNanos(), proposedNanos, committedNanos);
    times.of(Stage.PROPOSE).record(proposedNanos - endedNanos);
    times.of(Stage.LOG_WRITE).record(loggedNanos - proposedNanos);
    times.of(Stage.COMMIT_WAIT).record(committedNanos - loggedNanos);
    return committedNanos;
  }
}
