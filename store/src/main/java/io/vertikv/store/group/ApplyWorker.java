package io.vertikv.store.group;

import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * The thread that writes committed entries of all groups into the engine, in the order in which they came: everything that
 * waits goes into one engine batch, and every loop gets one task that says so. A shell: it owns a thread. Producers are
 * event loops and must not wait, so they bound what is under way themselves (architecture: R10); a full queue is a defect
 * of theirs.
 */
public final class ApplyWorker {
  private static final int QUEUE_MAX = 1 << 16;
  private static final int BATCH_BYTES_MAX = 4 << 20;
  private static final int REPLAY_BYTES = 4 << 20;

  private final Engine engine;
  private final Consumer<RuntimeException> failed;
  private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final EngineBatch batch = new EngineBatch();
  private final List<Applied> done = new ArrayList<>();
  private final Thread thread;

  private sealed interface Task {}

  private record Applied(ApplyTarget target, Loop loop, List<LogEntry> entries) implements Task {}

  private record Replayed(ApplyTarget target, Loop loop, GroupLog log, long first, long last) implements Task {}

  private record Stop() implements Task {}

  /** @param failed told once, on this thread, that nothing will be applied any more */
  public ApplyWorker(Engine engine, Consumer<RuntimeException> failed) {
    this.engine = engine;
    this.failed = failed;
    this.thread = new Thread(this::run, "apply");
    this.thread.setDaemon(true);
  }

  public void start() { thread.start(); }

  /** Applies the entries; the target hears of it on the loop. No entries: only a chance to collect garbage. */
  public void submit(ApplyTarget target, Loop loop, List<LogEntry> entries) {
    queue.add(new Applied(target, loop, entries));
  }

  /** Reads committed entries from the log and applies them. */
  public void replay(ApplyTarget target, Loop loop, GroupLog log, long first, long last) {
    queue.add(new Replayed(target, loop, log, first, last));
  }

  /** Applies what was submitted, then ends the thread; returns when it has ended. */
  public void close() {
    queue.add(new Stop());
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

  private void run() {
    try {
      while (step(queue.take())) {}
    } catch (InterruptedException stopped) {
      failed.accept(new IllegalStateException("the apply thread was interrupted", stopped));
    } catch (RuntimeException failure) {
      failed.accept(failure);
    }
  }

  /** Takes this task and what waits behind it into one write. False at the end. */
  private boolean step(Task first) {
    boolean more = true;
    for (Task task = first; task != null; task = batch.sizeBytes() < BATCH_BYTES_MAX ? queue.poll() : null) {
      switch (task) {
        case Applied applied -> {
          applied.target().apply(applied.entries(), batch);
          done.add(applied);
        }
        case Replayed replayed -> replay(replayed);
        case Stop stop -> more = false;
      }
      if (!more) break;
    }
    write();
    return more;
  }

  private void replay(Replayed replayed) {
    for (long next = replayed.first(); next <= replayed.last();) {
      List<LogEntry> entries = new ArrayList<>();
      for (StoredEntry stored : replayed.log().entries(next, replayed.last() + 1, REPLAY_BYTES)) {
        entries.add(EntryCodec.entry(stored));
      }
      replayed.target().apply(entries, batch);
      done.add(new Applied(replayed.target(), replayed.loop(), entries));
      write();
      next = entries.getLast().index() + 1;
    }
  }

  private void write() {
    if (!batch.isEmpty()) engine.write(batch);
    batch.clear();
    for (int i = 0; i < done.size(); i++) {
      if (i == 0 || done.get(i).loop() != done.get(i - 1).loop()) tell(i);
    }
    done.clear();
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
