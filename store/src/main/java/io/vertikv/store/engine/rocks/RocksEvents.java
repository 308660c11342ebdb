package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.HealthListener;
import io.vertikv.store.engine.HealthListener.WriteStall;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteStallCondition;
import org.rocksdb.WriteStallInfo;

/**
 * Passes RocksDB's own news on; runs on its background threads. Background errors are not among them: rocksdbjni (as of
 * 11.8) knows four of RocksDB's reasons and drops the news with an exception for the others, a failed flush without a
 * write-ahead log being one. So {@link RocksEngine} reports them: from a write or flush that fails, or from the error
 * count when it reads its gauges.
 */
final class RocksEvents extends AbstractEventListener {
  private final HealthListener listener;
  private final AtomicBoolean failed = new AtomicBoolean();

  RocksEvents(HealthListener listener) {
    super(EnabledEventCallback.ON_FLUSH_COMPLETED, EnabledEventCallback.ON_STALL_CONDITIONS_CHANGED);
    this.listener = listener;
  }

  /** The first failure is told; what follows from it is not news. Returns the failure, to be thrown. */
  EngineFailure report(EngineFailure failure) {
    if (failed.compareAndSet(false, true)) listener.failed(failure);
    return failure;
  }

  @Override
  public void onFlushCompleted(RocksDB db, FlushJobInfo info) { listener.flushed(); }

  @Override
  public void onStallConditionsChanged(WriteStallInfo info) {
    listener.stallChanged(stall(info.getCurrentCondition()));
  }

  private static WriteStall stall(WriteStallCondition condition) {
    return switch (condition) {
      case NORMAL -> WriteStall.NONE;
      case DELAYED -> WriteStall.DELAYED;
      case STOPPED -> WriteStall.STOPPED;
    };
  }
}
