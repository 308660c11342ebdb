package io.vertikv.tools.server;

import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.EngineStats;
import io.vertikv.store.engine.HealthListener;
import io.vertikv.store.engine.rocks.RocksEngine;
import io.vertikv.store.engine.rocks.RocksNatives;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.group.LogAdoption;
import io.vertikv.store.group.LogKeeper;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.FileLogDevice;
import io.vertikv.store.raftlog.GroupHealth;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.RecoveryReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store has on disk, and the threads that touch it: the Raft log with its writer, the engine with its apply thread,
 * workers for cold reads.
 *
 * <pre>
 * DATA/log      segments of the Raft log
 * DATA/engine   RocksDB
 * </pre>
 */
final class StoreDisk {
  private static final Logger LOG = LoggerFactory.getLogger(StoreDisk.class);
  private static final int WORKERS = 4;
  /** The log stops taking entries while there is still room to stop in order. */
  private static final long FREE_BYTES_MIN = 64L << 20;

  private final NodeContext context;
  private final RocksEngine engine;
  private final RaftLog log;
  private final ApplyWorker apply;
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS,
      Thread.ofPlatform().daemon().name("worker-", 0).factory());
  private final LogKeeper keeper;
  private LogWriter writer;
  private volatile long engineBytes;
  private volatile long logBytes;

  private StoreDisk(NodeContext context, RocksEngine engine, RaftLog log) {
    this.context = context;
    this.engine = engine;
    this.log = log;
    this.apply = new ApplyWorker(engine, context.fatal()::accept);
    this.keeper = new LogKeeper(engine, workers, log::liveBytes, context.config().storage().logTotalBytes());
  }

  static StoreDisk open(NodeContext context) {
    try {
      String natives = System.getProperty("vertikv.native.dir");
      if (natives != null) RocksNatives.load(Path.of(natives));
      Path data = context.data();
      RaftLog log = RaftLog.open(FileLogDevice.open(data.resolve("log"), FREE_BYTES_MIN),
          ModuleConfigs.log(context.config()));
      refuseDamage(log.recovery());
      RocksEngine engine = RocksEngine.open(data.resolve("engine"), ModuleConfigs.engine(context.config()),
          new Health(context));
      return new StoreDisk(context, engine, log);
    } catch (IOException failure) {
      throw new StartRefused("the data in " + context.data() + " cannot be opened: " + failure.getMessage(), failure);
    }
  }

  /** The only copy of the data is damaged: serving the rest would be to lie. */
  private static void refuseDamage(RecoveryReport report) {
    if (report.tailBytesCut() > 0)
      LOG.info("the log ended in {} bytes that were never acknowledged: cut", report.tailBytesCut());
    if (report.damage().isEmpty()) return;
    report.damage().forEach(damage -> LOG.error("damage in the Raft log: {}", damage));
    throw new StartRefused("the Raft log is damaged in " + report.damage().size()
        + " places (see the log above): restore it, or move the data folder away and start anew");
  }

  /** The engine may be ahead of the log; see {@link LogAdoption}. */
  void adopt(long group, long appliedIndex, long appliedTerm) {
    GroupLog stored = log.group(group);
    if (log.recovery().health(group) instanceof GroupHealth.Quarantined quarantined) {
      throw new StartRefused("the Raft log of group " + group + " is damaged: " + quarantined.reason());
    }
    long end = stored.lastIndex();
    if (!LogAdoption.adopt(log, group, appliedIndex, appliedTerm)) return;
    LOG.warn("group {}: the engine has entry {}, the log ends at {}: the log starts anew behind it", group,
        appliedIndex, end);
  }

  void startWriting() {
    writer = LogWriter.start(log, ModuleConfigs.writer(context.config()), System::nanoTime, nanos -> {},
        context.fatal());
    apply.start();
  }

  Engine engine() { return engine; }

  RaftLog log() { return log; }

  LogWriter writer() { return writer; }

  ApplyWorker apply() { return apply; }

  ExecutorService workers() { return workers; }

  /** From here on the group's log is cut when the engine has flushed. */
  void keep(RaftGroup group, Loop loop, ToLongFunction<Engine> flushedIndex) {
    keeper.add(new LogKeeper.Replica(group, loop, flushedIndex));
  }

  /** Once a second. */
  void check() {
    keeper.check();
    workers.execute(() -> {
      EngineStats stats = engine.stats();
      engineBytes = stats.memtableBytes() + stats.cacheBytes() + stats.tableReaderBytes();
      logBytes = log.liveBytes();
    });
  }

  /** Memory that the engine has for itself, as of a moment ago. */
  long engineBytes() {
    return engineBytes;
  }

  /** What the Raft log still needs on disk, as of a moment ago. */
  long logBytes() {
    return logBytes;
  }

  /** Everything accepted is written and applied; blocks. */
  void close(Loop loop) throws InterruptedException {
    if (writer != null) {
      writer.close();
      CountDownLatch acknowledged = new CountDownLatch(1);
      loop.execute(acknowledged::countDown);
      acknowledged.await();
      apply.close();
    }
    workers.shutdown();
    engine.flush();
    engine.close();
  }

  private record Health(NodeContext context) implements HealthListener {
    @Override
    public void flushed() {}

    @Override
    public void stallChanged(WriteStall stall) {
      if (stall == WriteStall.NONE) LOG.info("the engine takes writes freely again");
      else LOG.warn("the engine holds writes back: {}", stall);
    }

    @Override
    public void failed(EngineFailure failure) { context.fatal().accept(failure); }
  }
}
