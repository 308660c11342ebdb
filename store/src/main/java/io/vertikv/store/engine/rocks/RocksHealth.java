package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.EngineStats;
import io.vertikv.store.engine.HealthListener;
import io.vertikv.store.engine.HealthListener.WriteStall;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns gauges and failed calls into news.
 *
 * <p>RocksDB could call Java from its own threads (event listeners, or function pointers made by the foreign-function
 * interface), and nothing here lets it. A JVM that halts or exits stops such a thread in the call, and then waits for
 * ever in RocksDB's static destructors, which join it: a store that wants to die would not (seen with halt and exit
 * during a flush, 11.8 on Java 25). Besides, rocksdbjni drops most background errors: it knows four of RocksDB's reasons.
 *
 * <p>A flush or compaction that fails while the disk is full is no failure of the engine: RocksDB tries again when there is room
 * (its SstFileManager looks every five seconds), and refuses writes meanwhile where it cannot wait for that.
 */
final class RocksHealth {
  private static final Logger LOG = LoggerFactory.getLogger(RocksHealth.class);
  /** With less the disk is full: compactions write files of this order. */
  static final long FREE_BYTES_MIN = 64 << 20;

  private final HealthListener listener;
  private final LongSupplier freeBytes;
  /** Failures for want of room. */
  private final AtomicLong forgiven = new AtomicLong();
  /** As of the last look: room may have come back since something failed. */
  private volatile boolean wasFull;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicLong lastVersion = new AtomicLong();
  private final AtomicReference<WriteStall> lastStall = new AtomicReference<>(WriteStall.NONE);

  /** @param freeBytes on the engine's disk; may block */
  RocksHealth(HealthListener listener, LongSupplier freeBytes) {
    this.listener = listener;
    this.freeBytes = freeBytes;
  }

  /** The first failure is told; what follows from it is not news. Returns the failure, to be thrown. */
  EngineFailure failed(EngineFailure failure) {
    if (failed.compareAndSet(false, true)) listener.failed(failure);
    return failure;
  }

  /** The version is a number that changes with every flush of META, and at other times. */
  void seen(EngineStats stats, long version) {
    lookForFailures(stats.backgroundErrors());
    if (lastStall.getAndSet(stats.stall()) != stats.stall()) listener.stallChanged(stats.stall());
    if (lastVersion.getAndSet(version) != version) listener.flushed();
  }

  private void lookForFailures(long errors) {
    boolean full = freeBytes.getAsLong() < FREE_BYTES_MIN;
    if (errors > forgiven.get()) {
      if (!full && !wasFull) {
        failed(backgroundFailure(errors));
      } else {
        forgiven.set(errors);
        LOG.warn("the disk is full: a flush or compaction failed, and is tried again when there is room");
      }
    }
    wasFull = full;
  }

  private static EngineFailure backgroundFailure(long errors) {
    String message = errors + " flushes or compactions failed; the file LOG in the engine's folder says why";
    return new EngineFailure(EngineFailure.Kind.OTHER, message, null);
  }
}
