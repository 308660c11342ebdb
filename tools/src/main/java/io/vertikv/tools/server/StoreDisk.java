package io.vertikv.tools.server;

import io.vertikv.store.engine.Family;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.resp.session.DiskRoom;
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
import io.vertikv.store.loop.Durations;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.CorruptLog;
import io.vertikv.store.raftlog.GroupHealth;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.LogDevice;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.RecoveryReport;
import io.vertikv.store.snapshot.DiskSnapshots;
import io.vertikv.store.snapshot.SnapshotRecovery;
import io.vertikv.store.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store has on disk, and the threads that touch it: the Raft log with its writer, the engine with its apply thread,
 * workers for cold reads.
 *
 * <pre>
 * DATA/log        segments of the Raft log
 * DATA/engine     RocksDB
 * DATA/snapshots  of regions, coming and going
 * </pre>
 */
final class StoreDisk {
  /** In the data folder. */
  static final String LOG_FOLDER = "log";
  static final String ENGINE_FOLDER = "engine";
  static final String SNAPSHOT_FOLDER = "snapshots";
  private static final Logger LOG = LoggerFactory.getLogger(StoreDisk.class);
  private static final int WORKERS = 4;
  private static final int WORKERS_END_SECONDS = 5;
  /** The log may go so far below the free space at which data is refused: a node must start on a disk that is full. */
  private static final int LOG_FREE_PART = 2;

  private final NodeContext context;
  private final RocksEngine engine;
  private final RaftLog log;
  private final SnapshotStore snapshots;
  private final ApplyWorker apply;
  private final ExecutorService workers;
  private final LogKeeper keeper;
  private final StoreVolume volume;
  private final DiskWatch watch;
  private final AtomicBoolean looking = new AtomicBoolean();
  private LogWriter writer;
  /** Of the log writer's thread. */
  private final Durations syncs = new Durations();
  private volatile EngineStats engineStats;
  private volatile long logBytes;
  private volatile StoreReport.Disk space = new StoreReport.Disk(0, 0, 0);
  private volatile boolean roomToFlush = true;

  private StoreDisk(NodeContext context, StoreVolume volume, RocksEngine engine, RaftLog log,
      SnapshotStore snapshots) {
    this.volume = volume;
    this.snapshots = snapshots;
    this.watch = new DiskWatch(context.config().storage().freeBytesMin(), () -> writer.spaceLow());
    this.context = context;
    this.engine = engine;
    this.log = log;
    this.apply = new ApplyWorker(engine, context.fatal()::accept);
    this.workers = Executors.newFixedThreadPool(WORKERS, Thread.ofPlatform().daemon().name("worker-", 0)
        .uncaughtExceptionHandler((thread, failure) -> context.fatal().accept(failure)).factory());
    this.keeper = new LogKeeper(engine, workers, log::liveBytes, context.config().storage().logTotalBytes(),
        () -> roomToFlush);
  }

  /** Blocks. */
  static StoreDisk open(NodeContext context, StoreVolume volume, LostCopy lost) {
    try {
      String natives = System.getProperty("vertikv.native.dir");
      if (natives != null) RocksNatives.load(Path.of(natives));
      Path data = context.data();
      LogDevice device = volume.log(data.resolve(LOG_FOLDER),
          context.config().storage().freeBytesMin() / LOG_FREE_PART);
      RaftLog log = RaftLog.open(device, ModuleConfigs.log(context.config()));
      refuseDamage(log.recovery(), device, lost);
      RocksEngine engine = RocksEngine.open(data.resolve(ENGINE_FOLDER), ModuleConfigs.engine(context.config()),
          new Health(context));
      SnapshotStore snapshots = new SnapshotStore(DiskSnapshots.open(data.resolve(SNAPSHOT_FOLDER)));
      refuseBroken(SnapshotRecovery.run(engine, snapshots), lost);
      return new StoreDisk(context, volume, engine, log, snapshots);
    } catch (CorruptLog damage) {
      throw lost.refused("the Raft log is damaged: " + damage.getMessage(), damage);
    } catch (EngineFailure failure) {
      if (failure.kind() != EngineFailure.Kind.CORRUPTION) throw failure;
      throw lost.refused(
          "the engine in " + context.data().resolve(ENGINE_FOLDER) + " is damaged: " + failure.getMessage(),
          failure);
    } catch (IOException failure) {
      throw new StartRefused("the data in " + context.data() + " cannot be opened: " + failure.getMessage(), failure);
    }
  }

  /** What was synced is gone, and with it perhaps what this store has voted or acknowledged. */
  private static void refuseDamage(RecoveryReport report, LogDevice device, LostCopy lost) {
    if (report.tailBytesCut() > 0)
      LOG.info("the log ended in {} bytes that were never acknowledged: cut", report.tailBytesCut());
    if (report.damage().isEmpty()) return;
    List<String> places = new ArrayList<>();
    for (RecoveryReport.Damage damage : report.damage()) {
      places.add("%s, bytes %,d to %,d: %s".formatted(device.name(damage.segment()), damage.from(), damage.to(),
          damage.what()));
      LOG.error("damage in the Raft log: {}", places.getLast());
    }
    report.quarantined().forEach((group, verdict) -> LOG.error("group {} ({}): {}", group, LostCopy.name(group),
        verdict.reason()));
    String touched = report.quarantined().isEmpty()
        ? "any group may be touched"
        : report.quarantined().keySet().stream().map(group -> LostCopy.name(group) + " (group " + group + ")")
            .collect(Collectors.joining(" and ", "", " may be touched"));
    throw lost.refused("the Raft log is damaged in %d places; %s; the first is %s".formatted(places.size(), touched,
        places.getFirst()), null);
  }

  /** A replica that holds neither its old state nor the new one must not take part. */
  private static void refuseBroken(SnapshotRecovery recovery, LostCopy lost) {
    recovery.restored().forEach(id -> LOG.info("{} was being put in place when this store died: done now", id));
    if (recovery.broken().isEmpty()) return;
    recovery.broken().forEach(broken -> LOG.error("{} is damaged: {}", broken.id(), broken.reason()));
    throw lost.refused("a snapshot that was being put in place is damaged (see the log above)", null);
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
    writer = LogWriter.start(log, ModuleConfigs.writer(context.config()), System::nanoTime, syncs::record,
        context.fatal());
    apply.start();
    look();
  }

  Engine engine() { return engine; }

  RaftLog log() { return log; }

  SnapshotStore snapshots() { return snapshots; }

  LogWriter writer() { return writer; }

  ApplyWorker apply() { return apply; }

  ExecutorService workers() { return workers; }

  /** From here on the group's log is cut when the engine has flushed. */
  void keep(LogKeeper.Replica replica) {
    keeper.add(replica);
  }

  /** The group's replica is destroyed. */
  void forget(RaftGroup group) {
    keeper.remove(group);
  }

  /** Once a second. */
  void check() {
    keeper.check();
    if (looking.compareAndSet(false, true)) workers.execute(this::look);
  }

  private void look() {
    try {
      engineStats = engine.stats();
      logBytes = log.liveBytes();
      long freeBytes = volume.freeBytes(context.data());
      space = new StoreReport.Disk(volume.totalBytes(context.data()), engineStats.tableFileBytes() + logBytes,
          freeBytes);
      watch.seen(freeBytes);
      roomToFlush = freeBytes > engineStats.memtableBytes();
      // What the engine has flushed the log need not keep, and old segments serve as new ones.
      if (roomToFlush && writer.spaceLow() && logBytes >= context.config().storage().logSegmentBytes())
        flush("segments of the log stay");
    } catch (IOException failure) {
      LOG.error("the free space of {} cannot be read", context.data(), failure);
    } finally {
      looking.set(false);
    }
  }

  /** The engine's gauges, as of a moment ago. */
  EngineStats engineStats() {
    return engineStats;
  }

  /** What the log's syncs took. */
  Durations syncs() {
    return syncs;
  }

  /** Whether commands that may add data can be taken. */
  DiskRoom room() {
    return watch;
  }

  /** For placement, as of a moment ago. */
  StoreReport.Disk space() {
    return space;
  }

  /** About what the versions of the range's keys take. Blocks. */
  long approximateBytes(KeyRange range) {
    return engine.approximateBytes(Family.WRITE, range) + engine.approximateBytes(Family.HISTORY, range);
  }

  /** About how many keys of ours each of the ranges holds, parts of collections included. Blocks. */
  long[] approximateKeys(List<KeyRange> ranges) {
    return engine.approximateKeys(Family.WRITE, ranges);
  }

  /** Memory that the engine has for itself, as of a moment ago. */
  long engineBytes() {
    EngineStats stats = engineStats;
    return stats.memtableBytes() + stats.cacheBytes() + stats.tableReaderBytes();
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
    if (!workers.awaitTermination(WORKERS_END_SECONDS, TimeUnit.SECONDS))
      LOG.warn("cold reads are still under way {} s after the end of the service", WORKERS_END_SECONDS);
    flush("the next start replays the log");
    engine.close();
  }

  /** @param otherwise what it means that the disk has no room for that */
  private void flush(String otherwise) {
    try {
      engine.flush();
    } catch (EngineFailure failure) {
      if (failure.kind() != EngineFailure.Kind.DISK_FULL) throw failure;
      LOG.warn("the disk has no room for what the engine holds in memory: {}", otherwise);
    }
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
