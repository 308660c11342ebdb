package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.CommitTimes;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RequestId;
import java.util.function.Consumer;

/**
 * An operation between its submission and its outcome: in the gateway's line, and perhaps on its way. At the region of this
 * process it stands for the operation. Its fields belong to the gateway's loop; while it is at the region, to the region's.
 */
final class Errand implements RegionOperation {
  private final RegionOperation operation;
  private final PortableOperation portable;
  private final Intake intake;
  final long deadlineNanos;
  /** Whose line it stands in, or stood in last: it comes back there. */
  private LocalRoad road;
  /** Its name, wherever it goes; sequence 0: it has none. */
  private long stream;
  private long sequence;
  private RequestId request;
  private byte[] form;

  /** Rises along the line; 0: it is in none. */
  long number;
  Errand before;
  Errand after;
  boolean flying;
  /** Its last journey to another store, if that counts; else null. */
  AwayRoad.Flight flight;
  /** The attempt that it set out with. */
  long attempt;
  /** It was sent, and what became of it was not learned. */
  boolean uncertain;
  /** How often the leader itself did not know. */
  int unknowns;
  /** Sent to this store's replica, whoever leads. */
  boolean here;
  /** The replica here had nothing to answer it from. */
  boolean leaderOnly;
  /** How it came back from the region of this process; null: completed. */
  RegionFailure failure;

  Errand(RegionOperation operation, Intake intake, long deadlineNanos) {
    this.operation = operation;
    this.portable = operation instanceof PortableOperation p ? p : null;
    this.intake = intake;
    this.deadlineNanos = deadlineNanos;
  }

  RegionOperation operation() { return operation; }

  boolean travels() { return portable != null; }

  boolean reads() { return operation.mode() == Mode.READ; }

  long staleNanosMax() { return portable == null ? 0 : portable.staleNanosMax(); }

  long laneNumber() { return portable.laneNumber(); }

  boolean anyReplica() { return portable != null && reads() && !leaderOnly && portable.anyReplica(); }

  /** Unless it has a name, it is done at most once, and sent again only when it certainly was not done. */
  boolean isNamed() {
    return sequence != 0;
  }

  /** For ever: the region's children know their parent's requests by their names. */
  void name(long stream, long sequence) {
    this.stream = stream;
    this.sequence = sequence;
  }

  /** It stands in a line from here on. */
  void enters(LocalRoad road) {
    this.road = road;
    here = false;
  }

  /** It goes to this store's replica, whoever leads. */
  void reads(LocalRoad road) {
    this.road = road;
    here = true;
  }

  /** Encodes it once; returns how many bytes that has added. */
  int form(ByteWriter scratch) {
    if (form != null) return 0;
    scratch.clear();
    portable.writeTo(scratch);
    form = scratch.toByteArray();
    return form.length;
  }

  byte[] form() { return form; }

  int formBytes() { return form == null ? 0 : form.length; }

  /** It sets out for a leader. */
  void setsOut(long attempt) {
    this.attempt = attempt;
    flying = true;
    failure = null;
    if (sequence != 0 && (request == null || request.again() != uncertain)) {
      request = new RequestId(stream, sequence, uncertain);
    }
  }

  // ---- its end

  /** It has its outcome. */
  void succeed() {
    intake.over(this);
    operation.completed();
  }

  /** There is none. What may have been done by an earlier sending was not refused by a later one. */
  void fail(RegionFailure why) {
    intake.over(this);
    boolean unknown = why instanceof RegionFailure.Unknown;
    if (reads()) operation.failed(unknown ? new RegionFailure.Unavailable("no leader has answered") : why);
    else
      if (uncertain && !unknown)
        operation.failed(new RegionFailure.Unknown(
            "the answer of a leader was lost, and asking again did not help: " + why));
      else
        operation.failed(why);
  }

  // ---- as an operation

  @Override
  public Mode mode() { return operation.mode(); }

  @Override
  public void keys(Consumer<byte[]> each) { operation.keys(each); }

  @Override
  public void routingKeys(Consumer<byte[]> each) { operation.routingKeys(each); }

  @Override
  public void run(Tx tx) { operation.run(tx); }

  @Override
  public void released(CommitTimes times) { operation.released(times); }

  @Override
  public RequestId request() { return request; }

  @Override
  public byte[] outcome() { return operation.outcome(); }

  @Override
  public void recall(byte[] outcome) { operation.recall(outcome); }

  @Override
  public boolean wantsProof() { return operation.wantsProof(); }

  @Override
  public Lane lane() { return operation.lane(); }

  @Override
  public void completed() { road.comeBack(this, null); }

  @Override
  public void failed(RegionFailure why) { road.comeBack(this, why); }

  @Override
  public String toString() { return operation.toString(); }
}
