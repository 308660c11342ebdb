package io.vertikv.store.raftlog;

import io.vertikv.store.loop.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * The one thread that writes the log, for all loops of a store. It takes what they have queued, writes once, syncs once,
 * and hands every loop one task with all its acknowledgements; while it syncs, the next batch gathers. The busier the
 * store, the larger the batches: nobody waits for a batch to fill.
 *
 * <p><b>Waking.</b> The thread parks only when there is nothing to do, and only then does {@link #append} unpark it: it
 * says that it is asleep before it looks at the queue for the last time, and a producer looks at that after its element
 * is in the queue, so one of the two sees the other.
 *
 * <p><b>Full disk.</b> It is seen early: {@link #spaceLow} says that no further segment can be made while most of the
 * active one is still free, so that what is left serves for what frees space (whoever lets operations in asks). When that is
 * used up too, the batch that found no room is held and tried again; meanwhile operations with entries are refused, and
 * compactions overtake the held batch, since they may free the very space that is missing. A writer that is closed then
 * drops what it holds: nobody was told that it was written.
 *
 * <p><b>Failure.</b> When the log is poisoned, {@code failed} is called once, on this thread; nothing is acknowledged any
 * more and nothing accepted.
 *
 * <p>This class is a shell: it owns a thread. The logic below it ({@link RaftLog}) has none.
 */
public final class LogWriter {
  /** What an operation costs in the queue besides its payload. */
  private static final int OPERATION_BYTES = 128;
  private static final int QUEUE_CHUNK = 1024;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final RaftLog log;
  private final LogWriterConfig config;
  private final LongSupplier nanoTime;
  private final LongConsumer syncNanos;
  private final MpscUnboundedArrayQueue<Queued> queue = new MpscUnboundedArrayQueue<>(QUEUE_CHUNK);
  private final AtomicLong queueBytes = new AtomicLong();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean diskFull;
  private volatile boolean spaceLow;
  private volatile Counters counters = new Counters(0, 0, 0, 0);

  // The thread's own: what was taken from the queue and is not acknowledged yet.
  private final List<Queued> batch = new ArrayList<>();
  private final List<LogOperation> operations = new ArrayList<>();
  private final List<AckTask> ackTasks = new ArrayList<>();
  /** When the oldest byte that is not synced was written. */
  private long unsyncedSince;
  private long reserveFailedNanos;
  /** Closed while the disk was full: what follows a batch that was dropped cannot be written either. */
  private boolean dropping;

  private LogWriter(RaftLog log, LogWriterConfig config, LongSupplier nanoTime, LongConsumer syncNanos,
      Consumer<Throwable> failed) {
    this.log = log;
    this.config = config;
    this.nanoTime = nanoTime;
    this.syncNanos = syncNanos;
    thread = new Thread(this::run, "log-writer");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((dead, failure) -> fail(failure, failed));
  }

  /** Sums since the start. */
  public record Counters(long bytes, long operations, long batches, long syncs) {}

  private record Queued(LogOperation operation, long bytes, Loop loop, AckTarget target) {}

  /**
   * Starts the thread; from here on the log belongs to it.
   *
   * @param syncNanos told how long each sync took, on the writer's thread
   * @param failed    told once why nothing is taken any more, on the writer's thread
   */
  public static LogWriter start(RaftLog log, LogWriterConfig config, LongSupplier nanoTime, LongConsumer syncNanos,
      Consumer<Throwable> failed) {
    LogWriter writer = new LogWriter(log, config, nanoTime, syncNanos, failed);
    writer.thread.start();
    return writer;
  }

  /**
   * Queues an operation; any thread. The target hears of it on the loop. Operations of one group must come from one
   * thread; they are written in the order in which they were accepted. (Only a compaction, which by nature concerns
   * entries long acknowledged, may overtake others.)
   */
  public Admission append(LogOperation operation, Loop loop, AckTarget target) {
    long payloadBytes = operation.payloadBytes();
    if (diskFull && payloadBytes > 0) return Admission.DISK_FULL;
    long bytes = OPERATION_BYTES + payloadBytes;
    long before = queueBytes.getAndAdd(bytes);
    // One that is larger than the whole queue is taken when the queue is empty. Those without entries are small and may
    // be what frees space, so entries must not crowd them out.
    long bytesMax = payloadBytes > 0 ? config.queueBytesMax() : 2 * config.queueBytesMax();
    if (before > 0 && before + bytes > bytesMax) return refuse(bytes, Admission.BUSY);
    // Read after the bytes were counted: the thread ends only when it was told to close and then sees none counted.
    if (closing) return refuse(bytes, Admission.CLOSED);
    queue.offer(new Queued(operation, bytes, loop, target));
    wake();
    return Admission.ACCEPTED;
  }

  /** True while the disk has no room for another segment: leave the rest of this one to what frees space. Any thread. */
  public boolean spaceLow() {
    return spaceLow;
  }

  public long queueBytes() { return queueBytes.get(); }

  public Counters counters() { return counters; }

  /** Writes, syncs and acknowledges all that was accepted, closes the log and ends the thread. Blocks. */
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  private Admission refuse(long bytes, Admission why) {
    queueBytes.addAndGet(-bytes);
    return why;
  }

  private void wake() {
    if (asleep.get() && asleep.compareAndSet(true, false)) LockSupport.unpark(thread);
  }

  private void run() {
    while (true) {
      take();
      if (dropping && !batch.isEmpty()) {
        drop();
      } else if (!batch.isEmpty()) {
        writeBatch();
      } else if (closing && queueBytes.get() == 0) {
        break;
      } else if (syncDelayNanos() <= 0) {
        sync();
      } else {
        park(Math.min(syncDelayNanos(), spaceLow ? retryNanos() : Long.MAX_VALUE));
      }
      if (log.reclaimable()) log.reclaim();
      reserve();
    }
    closeLog();
  }

  private void take() {
    long bytes = 0;
    while (bytes < config.batchBytesMax()) {
      Queued queued = queue.poll();
      if (queued == null) return;
      batch.add(queued);
      operations.add(queued.operation());
      bytes += queued.bytes();
    }
  }

  private void writeBatch() {
    if (!log.unsynced()) unsyncedSince = nanoTime.getAsLong();
    if (log.write(operations) == WriteOutcome.NO_SPACE) {
      diskFull = true;
      writeCompactions();
      dropping = closing;
      if (!batch.isEmpty() && !dropping) park(retryNanos());
      return;
    }
    diskFull = false;
    if (config.mode() instanceof SyncMode.Always) sync();
    acknowledge(batch);
    batch.clear();
    operations.clear();
    if (config.mode() instanceof SyncMode.Interval && syncDelayNanos() <= 0) sync();
  }

  private long retryNanos() { return config.retryMillis() * NANOS_PER_MILLI; }

  /** After a failure not at once again: asking a full disk for room may be slow. */
  private void reserve() {
    if (spaceLow && nanoTime.getAsLong() - reserveFailedNanos < retryNanos()) return;
    spaceLow = !log.reserve();
    if (spaceLow) reserveFailedNanos = nanoTime.getAsLong();
  }

  private void drop() {
    long bytes = 0;
    for (Queued queued : batch) bytes += queued.bytes();
    queueBytes.addAndGet(-bytes);
    batch.clear();
    operations.clear();
  }

  /** Lets the compactions among what is held go first; they fit in what every segment keeps free for them. */
  private void writeCompactions() {
    List<Queued> compactions = batch.stream().filter(held -> held.operation() instanceof LogOperation.Compact).toList();
    if (compactions.isEmpty()) return;
    if (log.write(compactions.stream().map(Queued::operation).toList()) == WriteOutcome.NO_SPACE) return;
    log.sync();
    acknowledge(compactions);
    batch.removeAll(compactions);
    operations.removeIf(operation -> operation instanceof LogOperation.Compact);
  }

  private void sync() {
    if (!log.unsynced()) return;
    long from = nanoTime.getAsLong();
    log.sync();
    syncNanos.accept(nanoTime.getAsLong() - from);
    Counters now = counters;
    counters = new Counters(now.bytes, now.operations, now.batches, now.syncs + 1);
  }

  /** Nanoseconds until a sync is due: long when none is. */
  private long syncDelayNanos() {
    return switch (config.mode()) {
      case SyncMode.Interval interval when log.unsynced() -> interval.millis() * NANOS_PER_MILLI
          - (nanoTime.getAsLong() - unsyncedSince);
      case SyncMode.Always always -> Long.MAX_VALUE;
      case SyncMode.Interval interval -> Long.MAX_VALUE;
      case SyncMode.Never never -> Long.MAX_VALUE;
    };
  }

  private void acknowledge(List<Queued> done) {
    long bytes = 0;
    for (int i = 0; i < done.size(); i++) {
      bytes += done.get(i).bytes();
      ackTask(done.get(i).loop()).done.add(done.get(i));
    }
    queueBytes.addAndGet(-bytes);
    Counters now = counters;
    counters = new Counters(now.bytes + bytes, now.operations + done.size(), now.batches + 1, now.syncs);
    for (int i = 0; i < ackTasks.size(); i++) ackTasks.get(i).loop.execute(ackTasks.get(i));
    ackTasks.clear();
  }

  /** There are few loops: looking through the list beats hashing. */
  private AckTask ackTask(Loop loop) {
    for (int i = 0; i < ackTasks.size(); i++) if (ackTasks.get(i).loop == loop) return ackTasks.get(i);
    AckTask task = new AckTask(loop);
    ackTasks.add(task);
    return task;
  }

  /** All that one drain has to tell one loop. */
  private static final class AckTask implements Runnable {
    private final Loop loop;
    private final List<Queued> done = new ArrayList<>();

    AckTask(Loop loop) { this.loop = loop; }

    @Override
    public void run() {
      for (int i = 0; i < done.size(); i++) done.get(i).target().onDurable(done.get(i).operation());
    }
  }

  private void park(long nanos) {
    asleep.set(true);
    if (queue.isEmpty() && !closing) LockSupport.parkNanos(this, nanos);
    asleep.set(false);
  }

  private void closeLog() {
    try {
      log.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void fail(Throwable failure, Consumer<Throwable> failed) {
    closing = true;
    queue.clear();
    batch.clear();
    operations.clear();
    failed.accept(failure);
  }
}
