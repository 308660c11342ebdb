package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.EngineStats;
import io.vertikv.store.engine.HealthListener;
import io.vertikv.store.engine.HealthListener.WriteStall;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns gauges and failed calls into news.
 *
 * <p>RocksDB could call Java from its own threads (event listeners, or function pointers made by the foreign-function
 * interface), and nothing here lets it. A JVM that halts or exits stops such a thread in the call, and then waits for
 * ever in RocksDB's static destructors, which join it: a store that wants to die would not (seen with halt and exit
 * during a flush, 11.8 on Java 25). Besides, rocksdbjni drops most background errors: it knows four of RocksDB's reasons.
 */
final class RocksHealth {
  private final HealthListener listener;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicLong lastVersion = new AtomicLong();
  private final AtomicReference<WriteStall> lastStall = new AtomicReference<>(WriteStall.NONE);

  RocksHealth(HealthListener listener) { this.listener = listener; }

  /** The first failure is told; what follows from it is not news. Returns the failure, to be thrown. */
  EngineFailure failed(EngineFailure failure) {
    if (failed.compareAndSet(false, true)) listener.failed(failure);
    return failure;
  }

  /** The version is a number that changes with every flush of META, and at other times. */
  void seen(EngineStats stats, long version) {
    if (stats.backgroundErrors() > 0) failed(backgroundFailure(stats.backgroundErrors()));
    if (lastStall.getAndSet(stats.stall()) != stats.stall()) listener.stallChanged(stats.stall());
    if (lastVersion.getAndSet(version) != version) listener.flushed();
  }

  private static EngineFailure backgroundFailure(long errors) {
    String message = errors + " flushes or compactions failed; the file LOG in the engine's folder says why";
    return new EngineFailure(EngineFailure.Kind.OTHER, message, null);
  }
}
