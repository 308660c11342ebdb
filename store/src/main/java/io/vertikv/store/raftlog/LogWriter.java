package io.vertikv.store.raftlog;

import io.vertikv.store.loop.Lane;
import io.vertikv.store.loop.LaneWork;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.loop.ThreadLane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * The one writer of the log, for all loops of a store, on a lane of its own. It takes what they have queued, writes once,
 * syncs once, and hands every loop one task with all its acknowledgements; while it syncs, the next batch gathers. The
 * busier the store, the larger the batches: nobody waits for a batch to fill. Writing and syncing are two steps, since a
 * crash may come between.
 *
 * <p><b>Full disk.</b> It is seen early: {@link #spaceLow} says that no further segment can be made while most of the
 * active one is still free, so that what is left serves for what frees space (whoever lets operations in asks). When that is
 * used up too, the batch that found no room is held and tried again; meanwhile operations with entries are refused, and
 * compactions overtake the held batch, since they may free the very space that is missing. A writer that is closed then
 * drops what it holds: nobody was told that it was written.
 *
 * <p><b>Failure.</b> When the log is poisoned, {@code failed} is called once, on the lane; nothing is acknowledged any
 * more and nothing accepted.
 */
public final class LogWriter implements LogSink {
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
  private final LaneWork work = new Work();
  private Lane lane;
  private volatile boolean closing;
  private volatile boolean diskFull;
  private volatile boolean spaceLow;
  private volatile Counters counters = new Counters(0, 0, 0, 0);

  // The lane's own: what was taken from the queue and is not acknowledged yet.
  private final List<Queued> batch = new ArrayList<>();
  private final List<LogOperation> operations = new ArrayList<>();
  private final List<AckTask> ackTasks = new ArrayList<>();
  /** The batch is in the file, and not yet synced or acknowledged. */
  private boolean written;
  /** When the oldest byte that is not synced was written. */
  private long unsyncedSince;
  private long reserveFailedNanos;
  /** Closed while the disk was full: what follows a batch that was dropped cannot be written either. */
  private boolean dropping;

  private LogWriter(RaftLog log, LogWriterConfig config, LongSupplier nanoTime, LongConsumer syncNanos) {
    this.log = log;
    this.config = config;
    this.nanoTime = nanoTime;
    this.syncNanos = syncNanos;
  }

  /** Sums since the start. */
  public record Counters(long bytes, long operations, long batches, long syncs) {}

  private record Queued(LogOperation operation, long bytes, Loop loop, AckTarget target) {}

  /** On a thread. */
  public static LogWriter start(RaftLog log, LogWriterConfig config, LongSupplier nanoTime, LongConsumer syncNanos,
      Consumer<Throwable> failed) {
    return start(ThreadLane::start, log, config, nanoTime, syncNanos, failed);
  }

  /**
   * Starts the lane; from here on the log belongs to it.
   *
   * @param syncNanos told how long each sync took, on the lane
   * @param failed    told once why nothing is taken any more, on the lane
   */
  public static LogWriter start(Lane.Factory lanes, RaftLog log, LogWriterConfig config, LongSupplier nanoTime,
      LongConsumer syncNanos, Consumer<Throwable> failed) {
    LogWriter writer = new LogWriter(log, config, nanoTime, syncNanos);
    writer.lane = lanes.start("log-writer", writer.work, failure -> writer.fail(failure, failed));
    return writer;
  }

  @Override
  public Admission append(LogOperation operation, Loop loop, AckTarget target) {
    long payloadBytes = operation.payloadBytes();
    if (diskFull && payloadBytes > 0) return Admission.DISK_FULL;
    long bytes = OPERATION_BYTES + payloadBytes;
    long before = queueBytes.getAndAdd(bytes);
    // One that is larger than the whole queue is taken when the queue is empty. Those without entries are small and may
    // be what frees space, so entries must not crowd them out.
    long bytesMax = payloadBytes > 0 ? config.queueBytesMax() : 2 * config.queueBytesMax();
    if (before > 0 && before + bytes > bytesMax) return refuse(bytes, Admission.BUSY);
    // Read after the bytes were counted: the lane ends only when it was told to close and then sees none counted.
    if (closing) return refuse(bytes, Admission.CLOSED);
    queue.offer(new Queued(operation, bytes, loop, target));
    lane.wake();
    return Admission.ACCEPTED;
  }

  /** True while the disk has no room for another segment: leave the rest of this one to what frees space. Any thread. */
  public boolean spaceLow() {
    return spaceLow;
  }

  public long queueBytes() { return queueBytes.get(); }

  public Counters counters() { return counters; }

  /** Writes, syncs and acknowledges all that was accepted, closes the log and ends the lane. Blocks. */
  public void close() {
    closing = true;
    lane.wake();
    lane.join();
  }

  private Admission refuse(long bytes, Admission why) {
    queueBytes.addAndGet(-bytes);
    return why;
  }

  private final class Work implements LaneWork {
    @Override
    public long step() {
      if (written) return finishBatch();
      take();
      if (dropping && !batch.isEmpty()) return drop();
      if (!batch.isEmpty()) return writeBatch();
      if (closing && queueBytes.get() == 0) {
        closeLog();
        return ENDED;
      }
      if (syncDelayNanos() <= 0) sync();
      if (log.reclaimable()) log.reclaim();
      reserve();
      return Math.min(syncDelayNanos(), spaceLow ? retryNanos() : Long.MAX_VALUE);
    }

    @Override
    public boolean hasWork() { return closing || !queue.isEmpty(); }
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

  private long writeBatch() {
    if (!log.unsynced()) unsyncedSince = nanoTime.getAsLong();
    if (log.write(operations) == WriteOutcome.NO_SPACE) {
      diskFull = true;
      writeCompactions();
      dropping = closing;
      if (log.reclaimable()) log.reclaim();
      return batch.isEmpty() || dropping ? 0 : retryNanos();
    }
    diskFull = false;
    written = true;
    return 0;
  }

  private long finishBatch() {
    written = false;
    if (config.mode() instanceof SyncMode.Always) sync();
    acknowledge(batch);
    batch.clear();
    operations.clear();
    if (config.mode() instanceof SyncMode.Interval && syncDelayNanos() <= 0) sync();
    if (log.reclaimable()) log.reclaim();
    reserve();
    return 0;
  }

  private long retryNanos() { return config.retryMillis() * NANOS_PER_MILLI; }

  /** After a failure not at once again: asking a full disk for room may be slow. */
  private void reserve() {
    if (spaceLow && nanoTime.getAsLong() - reserveFailedNanos < retryNanos()) return;
    spaceLow = !log.reserve();
    if (spaceLow) reserveFailedNanos = nanoTime.getAsLong();
  }

  private long drop() {
    long bytes = 0;
    for (Queued queued : batch) bytes += queued.bytes();
    queueBytes.addAndGet(-bytes);
    batch.clear();
    operations.clear();
    return 0;
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
