package io.vertikv.resp.session;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.txn.region.CommitTimes;
import io.vertikv.txn.route.PortableOperation;

/**
 * A reply that waits for an operation on the data, and the times at which that came from {@link Stage} to stage. Only its run
 * has clock readings of its own; the others are those of the socket read, the batch and the turn. What has run on another node
 * has no stages here.
 */
abstract class DataReply extends PendingReply implements PortableOperation {
  private final long receivedNanos;
  private long parsedNanos;
  /** Of the last run; written on the region's loop, read on the session's after the outcome has come. */
  private long beganNanos;
  private long ranNanos;
  private CommitTimes gate;
  private boolean ran;
  private final boolean anyReplica;
  private final long staleNanosMax;

  /** @param anyReplica it is a read that the replica of this node may answer */
  DataReply(Session session, Route route, boolean anyReplica) {
    super(session, route);
    this.anyReplica = anyReplica;
    this.staleNanosMax = anyReplica ? session.staleNanosMax() : 0;
    receivedNanos = session.pace().receivedNanos();
    if (!anyReplica) session.leaderAsked();
  }

  @Override
  final void over() {
    if (!anyReplica) session.leaderAnswered();
  }

  @Override
  public final boolean anyReplica() { return anyReplica; }

  @Override
  public final long staleNanosMax() { return staleNanosMax; }

  @Override
  public final long laneNumber() { return session.id(); }

  /** Takes over what came of it where it ran. */
  abstract void recalled(ByteReader outcome);

  @Override
  public final void recall(byte[] outcome) {
    ByteReader in = OperationCodec.outcome(outcome);
    recalled(in);
    in.expectEnd();
    ran = false;
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
