package io.vertikv.store.group;

import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.loop.Lane;
import io.vertikv.store.loop.LaneWork;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.loop.ThreadLane;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes committed entries of all groups into the engine, in the order in which they came, on a lane of its own:
 * everything that waits goes into one engine batch, and every loop gets one task that says so.
 *
 * <p>Producers are event loops and must not wait, so the queue takes whatever comes. What bounds it is that every group
 * has only a window of entries under way ({@link GroupLimits#applyTasksMax}, {@link GroupLimits#applyBytesMax}) and holds
 * the rest back itself.
 *
 * <p><b>Resting.</b> No reply waits for the engine: it may lag a little. So after a small batch the lane rests for a moment
 * instead of being woken for the next few entries, which would cost more than writing them; under load batches are large
 * and it does not.
 *
 * <p><b>A full disk.</b> A batch that the engine has no room for is tried again until there is; what is committed
 * meanwhile waits behind it, within every group's window. A stop does not wait for that: the log has it all.
 */
public final class ApplyWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ApplyWorker.class);
  private static final int QUEUE_CHUNK = 1024;
  private static final int BATCH_BYTES_MAX = 4 << 20;
  private static final int REPLAY_BYTES = 4 << 20;
  private static final int SMALL_BATCH_BYTES = 64 << 10;
  private static final long REST_NANOS = 500_000;
  private static final long FULL_DISK_RETRY_NANOS = 200_000_000;

  private final Lane.Factory lanes;
  private final Engine engine;
  private final Consumer<RuntimeException> failed;
  private final MpscUnboundedArrayQueue<Task> queue = new MpscUnboundedArrayQueue<>(QUEUE_CHUNK);
  private final EngineBatch batch = new EngineBatch();
  private final List<Applied> done = new ArrayList<>();
  private int writtenBytes;
  /** The engine had no room for the batch. */
  private boolean held;
  private Lane lane;
  /** Whoever adds a task need not wake the lane: it comes back by itself. */
  private volatile boolean resting;
  private volatile boolean closing;
  /** Taken from the queue and not finished: the next step goes on with it. */
  private Replayed replaying;

  private sealed interface Task {}

  private record Applied(ApplyTarget target, Loop loop, List<LogEntry> entries) implements Task {}

  private record Replayed(ApplyTarget target, Loop loop, GroupLog log, long next, long last) implements Task {}

  private record Stop() implements Task {}

  /** @param failed told once, on the thread, that nothing will be applied any more */
  public ApplyWorker(Engine engine, Consumer<RuntimeException> failed) {
    this(ThreadLane::start, engine, failed);
  }

  public ApplyWorker(Lane.Factory lanes, Engine engine, Consumer<RuntimeException> failed) {
    this.lanes = lanes;
    this.engine = engine;
    this.failed = failed;
  }

  /** Before the first entry is submitted. */
  public void start() {
    lane = lanes.start("apply", new Work(), this::fail);
  }

  /** Applies the entries; the target hears of it on the loop. No entries: only a chance to collect garbage. */
  public void submit(ApplyTarget target, Loop loop, List<LogEntry> entries) {
    add(new Applied(target, loop, entries));
  }

  /** Reads committed entries from the log and applies them. */
  public void replay(ApplyTarget target, Loop loop, GroupLog log, long first, long last) {
    add(new Replayed(target, loop, log, first, last));
  }

  /** Applies what was submitted, unless there is no room for it, then ends the lane; returns when it has ended. */
  public void close() {
    closing = true;
    add(new Stop());
    lane.join();
  }

  private void add(Task task) {
    queue.offer(task);
    if (!resting) lane.wake();
  }

  private void fail(Throwable failure) {
    failed.accept(failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure));
  }

  private final class Work implements LaneWork {
    @Override
    public long step() {
      resting = false;
      if (held) {
        write();
        return pause();
      }
      if (replaying != null) {
        replayStep();
        return pause();
      }
      Task task = queue.poll();
      if (task == null) return NEVER;
      if (!gather(task)) return ENDED;
      return pause();
    }

    private long pause() {
      if (held) {
        resting = true;
        return closing ? ENDED : FULL_DISK_RETRY_NANOS;
      }
      resting = writtenBytes < SMALL_BATCH_BYTES && replaying == null;
      return resting ? REST_NANOS : 0;
    }

    @Override
    public boolean hasWork() { return !resting && (replaying != null || !queue.isEmpty()); }
  }

  /** Takes this task and what waits behind it into one write. False at the end. */
  private boolean gather(Task first) {
    boolean more = true;
    for (Task task = first; task != null; task = batch.sizeBytes() < BATCH_BYTES_MAX ? queue.poll() : null) {
      switch (task) {
        case Applied applied -> {
          applied.target().apply(applied.entries(), batch);
          done.add(applied);
        }
        case Replayed replayed -> replaying = replayed;
        case Stop stop -> more = false;
      }
      if (!more || replaying != null) break;
    }
    write();
    return more;
  }

  private void replayStep() {
    Replayed task = replaying;
    List<LogEntry> entries = new ArrayList<>();
    for (StoredEntry stored : task.log().entries(task.next(), task.last() + 1, REPLAY_BYTES)) {
      entries.add(EntryCodec.entry(stored));
    }
    GroupRecord.put(task.log().id(), entries, batch);
    task.target().apply(entries, batch);
    done.add(new Applied(task.target(), task.loop(), entries));
    write();
    long next = entries.getLast().index() + 1;
    replaying = next > task.last() ? null : new Replayed(task.target(), task.loop(), task.log(), next, task.last());
  }

  private void write() {
    writtenBytes = batch.sizeBytes();
    hold(!tookBatch());
    if (held) return;
    batch.clear();
    for (int i = 0; i < done.size(); i++) {
      if (i == 0 || done.get(i).loop() != done.get(i - 1).loop()) tell(i);
    }
    done.clear();
  }

  private boolean tookBatch() {
    if (batch.isEmpty()) return true;
    try {
      engine.write(batch);
      return true;
    } catch (EngineFailure failure) {
      if (failure.kind() != EngineFailure.Kind.DISK_FULL) throw failure;
      return false;
    }
  }

  private void hold(boolean full) {
    if (full && !held) LOG.warn("the disk has no room for what is committed: applying it waits");
    if (!full && held) LOG.info("committed entries are applied again");
    held = full;
  }

  /** One task for this and the following ones of the same loop. */
  private void tell(int from) {
    Loop loop = done.get(from).loop();
    int to = from;
    while (to < done.size() && done.get(to).loop() == loop) to++;
    List<Applied> part = List.copyOf(done.subList(from, to));
    loop.execute(() -> {
      for (Applied applied : part) applied.target().applied(applied.entries());
    });
  }
}
