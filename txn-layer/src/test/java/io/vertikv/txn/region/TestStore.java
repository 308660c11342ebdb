package io.vertikv.txn.region;

import io.vertikv.placement.tso.OracleGroup;
import io.vertikv.placement.tso.OracleState;
import io.vertikv.raft.RaftConfig;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.group.GroupHost;
import io.vertikv.store.group.GroupLimits;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.SnapshotPort;
import io.vertikv.store.raftlog.FileLogDevice;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.LogWriterConfig;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.RaftLogConfig;
import io.vertikv.store.raftlog.SyncMode;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.rpc.NoTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executor;

/** One store with one region, as the server puts it together, on a loop that the test turns. */
final class TestStore implements AutoCloseable {
  private static final long ORACLE = 1;
  private static final long REGION = 2;
  private static final long PEER = 1;

  final ManualLoop loop = new ManualLoop();
  final RaftLog log;
  final LogWriter writer;
  final ApplyWorker apply;
  final OracleGroup oracle;
  final RegionExecutor region;
  private final RaftGroup oracleGroup;
  private final RaftGroup regionGroup;

  TestStore(Path folder, Engine engine, RegionConfig config, Executor workers)
      throws IOException, InterruptedException {
    this(folder, engine, config, workers, true);
  }

  TestStore(Path folder, Engine engine, RegionConfig config, Executor workers, KeyRange range)
      throws IOException, InterruptedException {
    this(folder, engine, config, workers, range, true);
  }

  /** @param elected whether the region's only replica leads before this returns */
  TestStore(Path folder, Engine engine, RegionConfig config, Executor workers, boolean elected)
      throws IOException, InterruptedException {
    this(folder, engine, config, workers, KeyRange.ALL, elected);
  }

  private TestStore(Path folder, Engine engine, RegionConfig config, Executor workers, KeyRange range, boolean elected)
      throws IOException, InterruptedException {
    log = RaftLog.open(FileLogDevice.open(folder, 0), new RaftLogConfig(1 << 20, 1 << 20, 4 << 20, 4, 1 << 20));
    writer = LogWriter.start(log, LogWriterConfig.defaults(SyncMode.NEVER), loop::nanoTime, nanos -> {},
        TestStore::fail);
    apply = new ApplyWorker(engine, TestStore::fail);
    apply.start();
    Membership alone = Membership.of(PeerSet.of(PEER));
    OracleState found = OracleState.read(engine, ReadTier.DISK);
    oracle = new OracleGroup(loop, found, (target, entries) -> apply.submit(target, loop, entries));
    GroupHost oracleHost = new GroupHost(loop, writer, apply, engine, new GroupWire(loop, new NoTransport(loop)),
        workers,
        RaftConfig.defaults(), GroupLimits.defaults());
    oracleGroup = new RaftGroup(oracleHost, RaftGroup.Seat.alone(ORACLE, PEER),
        new RaftGroup.Machine(oracle, oracle, SnapshotPort.NONE, found.index()), log.group(ORACLE), new Random(1));
    oracle.bind(oracleGroup);
    RegionHost host = new RegionHost(new RegionHost.Shared(engine, log, writer, apply, workers, RaftConfig.defaults(),
        GroupLimits.defaults(), config));
    RegionHost.Place place = new RegionHost.Place(RaftGroup.Seat.alone(REGION, PEER), loop,
        new GroupWire(loop, new NoTransport(loop)), SnapshotPort.NONE, oracle);
    RegionHost.Hosted hosted = host.open(new Region(REGION, range, RegionEpoch.FIRST, alone), place, RegionTimings.NONE,
        new Random(2));
    region = hosted.executor();
    regionGroup = hosted.group();
    if (elected) elect();
  }

  void elect() throws InterruptedException {
    oracleGroup.start();
    regionGroup.start();
    loop.until(region::serving);
  }

  private static void fail(Throwable failure) { throw new AssertionError(failure); }

  /** Submits, runs until all have an outcome. */
  void run(TestOperation... operations) throws InterruptedException {
    for (TestOperation operation : operations) region.submit(operation);
    region.flush();
    for (TestOperation operation : operations) loop.until(operation::isDone);
  }

  @Override
  public void close() {
    writer.close();
    apply.close();
  }
}
