package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;

/**
 * What a front-end loop has taken on and has no outcome of, for all regions together: within its limits, and each with a time
 * by which it must have set out.
 */
final class Intake {
  private final Loop loop;
  private final RouteConfig config;
  private final ByteWriter scratch = new ByteWriter();
  private int count;
  private long formBytes;
  private long nowNanos;
  private boolean clockRead;

  Intake(Loop loop, RouteConfig config) {
    this.loop = loop;
    this.config = config;
  }

  /** Null: it is refused. */
  Errand take(RegionOperation operation) {
    if (count >= config.limits().operationsMax()) {
      loop.execute(
          () -> operation.failed(new RegionFailure.Busy("too many operations wait for the leader of the data")));
      return null;
    }
    count++;
    return new Errand(operation, this, now() + config.leaderWaitNanos());
  }

  /** One reading serves all that is submitted before the next flush. */
  private long now() {
    if (!clockRead) nowNanos = loop.nanoTime();
    clockRead = true;
    return nowNanos;
  }

  void turnEnds() { clockRead = false; }

  /** Encodes it, unless it is; why it may not wait or travel, or null. */
  RegionFailure form(Errand errand) {
    formBytes += errand.form(scratch);
    RegionFailure tooLong = tooLong(errand);
    if (tooLong != null) return tooLong;
    return formBytes > config.limits().waitingBytesMax()
        ? new RegionFailure.Busy("operations of too many bytes wait for the leader of the data")
        : null;
  }

  /** The same for one that was let in before it had to be encoded. */
  RegionFailure formLate(Errand errand) {
    formBytes += errand.form(scratch);
    return tooLong(errand);
  }

  private RegionFailure tooLong(Errand errand) {
    int bytesMax = config.limits().operationBytesMax();
    return errand.formBytes() > bytesMax ? new RegionFailure.TooLarge(errand.formBytes(), bytesMax) : null;
  }

  void over(Errand errand) {
    count--;
    formBytes -= errand.formBytes();
  }
}
