package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.HealthListener;
import io.vertikv.store.engine.HealthListener.WriteStall;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.RocksDB;
import org.rocksdb.Status;
import org.rocksdb.WriteStallCondition;
import org.rocksdb.WriteStallInfo;

/** Passes RocksDB's own news on; runs on its background threads. */
final class RocksEvents extends AbstractEventListener {
  private final HealthListener listener;

  RocksEvents(HealthListener listener) {
    super(EnabledEventCallback.ON_FLUSH_COMPLETED, EnabledEventCallback.ON_STALL_CONDITIONS_CHANGED,
        EnabledEventCallback.ON_BACKGROUND_ERROR);
    this.listener = listener;
  }

  @Override
  public void onFlushCompleted(RocksDB db, FlushJobInfo info) { listener.flushed(); }

  @Override
  public void onStallConditionsChanged(WriteStallInfo info) {
    listener.stallChanged(stall(info.getCurrentCondition()));
  }

  @Override
  public void onBackgroundError(BackgroundErrorReason reason, Status status) {
    listener.failed(RocksFailures.of("background " + reason.name().toLowerCase(java.util.Locale.ROOT), status));
  }

  private static WriteStall stall(WriteStallCondition condition) {
    return switch (condition) {
      case NORMAL -> WriteStall.NONE;
      case DELAYED -> WriteStall.DELAYED;
      case STOPPED -> WriteStall.STOPPED;
    };
  }
}
