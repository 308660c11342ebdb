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
  private final LocalRoad road;
  final long deadlineNanos;
  /** 0: not named. */
  final long sequence;
  private RequestId request;
  private byte[] form;

  /** Rises along the line; 0: it is in none. */
  long number;
  Errand before;
  Errand after;
  boolean flying;
  /** The attempt that it set out with. */
  long attempt;
  /** It was sent, and what became of it was not learned. */
  boolean uncertain;
  /** How often the leader itself did not know. */
  int unknowns;
  /** To this store's replica, whoever leads. */
  boolean here;
  /** How it came back from the region of this process; null: completed. */
  RegionFailure failure;

  /** @param sequence 0: it is done at most once, and sent again only when it certainly was not done */
  Errand(RegionOperation operation, LocalRoad road, long deadlineNanos, long sequence) {
    this.operation = operation;
    this.portable = operation instanceof PortableOperation p ? p : null;
    this.road = road;
    this.deadlineNanos = deadlineNanos;
    this.sequence = sequence;
  }

  RegionOperation operation() { return operation; }

  boolean travels() { return portable != null; }

  boolean reads() { return operation.mode() == Mode.READ; }

  long staleNanosMax() { return portable == null ? 0 : portable.staleNanosMax(); }

  long laneNumber() { return portable.laneNumber(); }

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
  void setsOut(long stream, long attempt) {
    this.attempt = attempt;
    flying = true;
    failure = null;
    if (sequence != 0 && (request == null || request.again() != uncertain)) {
      request = new RequestId(stream, sequence, uncertain);
    }
  }

  @Override
  public Mode mode() { return operation.mode(); }

  @Override
  public void keys(Consumer<byte[]> each) { operation.keys(each); }

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
