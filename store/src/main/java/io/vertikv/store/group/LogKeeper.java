package io.vertikv.store.group;

import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.loop.Loop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the log of every group below what its engine has flushed and other replicas have, and makes the engine flush when
 * the log has grown too large; then replicas that are behind are no reason to keep it any more. A flush that the disk has no
 * room for would fail, and applying would wait for it: then the log has to grow. Checks run on a worker, one at a time; any thread
 * may ask for one.
 */
public final class LogKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);

  /**
   * A replica whose log is to be cut.
   *
   * @param flushedIndex reads from the engine what of it would survive a crash
   * @param pinned entries above it are needed; asked on the loop
   */
  public record Replica(RaftGroup group, Loop loop, ToLongFunction<Engine> flushedIndex, LongSupplier pinned) {}

  private final Engine engine;
  private final Executor workers;
  private final LongSupplier logBytes;
  private final long logBytesMax;
  private final BooleanSupplier roomToFlush;
  private final AtomicBoolean running = new AtomicBoolean();
  private final List<Replica> replicas = new CopyOnWriteArrayList<>();

  /**
   * @param logBytes    live bytes of the log right now; callable from any thread
   * @param roomToFlush whether the disk has room for what the engine holds in memory; callable from any thread
   */
  public LogKeeper(Engine engine, Executor workers, LongSupplier logBytes, long logBytesMax,
      BooleanSupplier roomToFlush) {
    this.engine = engine;
    this.workers = workers;
    this.logBytes = logBytes;
    this.logBytesMax = logBytesMax;
    this.roomToFlush = roomToFlush;
  }

  /** Any thread. */
  public void add(Replica replica) { replicas.add(replica); }

  /** Any thread: the group's replica is destroyed. */
  public void remove(RaftGroup group) {
    replicas.removeIf(replica -> replica.group() == group);
  }

  public void check() {
    if (!running.compareAndSet(false, true)) return;
    workers.execute(() -> {
      try {
        boolean pressed = logBytes.getAsLong() > logBytesMax && roomToFlush.getAsBoolean();
        cut(pressed && flushed());
      } finally {
        running.set(false);
      }
    });
  }

  /** False: the room has gone meanwhile. */
  private boolean flushed() {
    try {
      engine.flush();
      return true;
    } catch (EngineFailure failure) {
      if (failure.kind() != EngineFailure.Kind.DISK_FULL) throw failure;
      LOG.warn("the log cannot be cut: the disk has no room for what the engine holds in memory");
      return false;
    }
  }

  private void cut(boolean pressed) {
    for (Replica replica : replicas) {
      long flushed = replica.flushedIndex().applyAsLong(engine);
      replica.loop().execute(() -> replica.group().compact(flushed, replica.pinned().getAsLong(), pressed));
    }
  }
}
