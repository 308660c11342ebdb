package io.vertikv.tools.server;

import io.vertikv.resp.protocol.RespDecoder;
import io.vertikv.resp.session.RespConfig;
import io.vertikv.store.engine.rocks.RocksConfig;
import io.vertikv.store.raftlog.LogWriterConfig;
import io.vertikv.store.raftlog.RaftLogConfig;
import io.vertikv.store.raftlog.SyncMode;
import io.vertikv.tools.config.LimitsConfig;
import io.vertikv.tools.config.NodeConfig;
import io.vertikv.tools.config.StorageConfig;
import io.vertikv.txn.region.RegionConfig;
import io.vertikv.txn.route.RouteConfig;
import java.util.concurrent.TimeUnit;

/** What each module is told, from the node's configuration. */
final class ModuleConfigs {
  private ModuleConfigs() {}

  static RespConfig resp(NodeConfig node) {
    LimitsConfig limits = node.limits();
    RespConfig.Limits defaults = RespConfig.Limits.defaults();
    RespConfig.Limits mapped = new RespConfig.Limits(limits.connections(), (int) limits.bulkBytes(),
        limits.multibulkCount(),
        (int) limits.inlineBytes(), (int) Math.max(limits.bulkBytes(), limits.pipelineBytes()), limits.pipelineBytes(),
        limits.pipelineCommands(), defaults.inputBytesMax(), defaults.outputBytesHigh(),
        Math.max(defaults.outputBytesHigh(), limits.outputBytes()),
        new RespDecoder.Stranger(limits.unauthenticatedMultibulkCount(), (int) limits.unauthenticatedBulkBytes()),
        new RespConfig.Load(limits.pipelineBytes(), limits.pipelinesBytes(), limits.inputsBytes()));
    return new RespConfig(node.listen().bind(), node.listen().port(), node.server().backlog(),
        node.server().databases(),
        node.server().requirepass(), (int) (node.server().idleMillis() / 1000), node.server().drainMillis(),
        node.watch().slowlogThresholdMicros(),
        mapped, node.server().clusterMode());
  }

  static RocksConfig engine(NodeConfig node) {
    RocksConfig defaults = RocksConfig.defaults(Math.max(RocksConfig.MEMORY_BYTES_MIN,
        node.memory().blockCacheBytes() + node.memory().memtableBytes()));
    long memtables = node.memory().memtableBytes();
    return new RocksConfig(defaults.cacheBytes(), memtables, memtables / 2, defaults.blockBytes(),
        defaults.bloomBitsPerKey(), defaults.tableFileBytes(), defaults.backgroundJobs(), defaults.openFilesMax(),
        defaults.writeBytesPerSecondMax(), defaults.statistics());
  }

  static RaftLogConfig log(NodeConfig node) {
    RaftLogConfig defaults = RaftLogConfig.defaults();
    return new RaftLogConfig((int) node.storage().logSegmentBytes(), defaults.bufferBytes(), defaults.cacheBytesMax(),
        defaults.rewriteAboveSegments(), defaults.rewriteBytesMax());
  }

  static LogWriterConfig writer(NodeConfig node) {
    StorageConfig storage = node.storage();
    return LogWriterConfig.defaults(switch (storage.sync()) {
      case ALWAYS -> SyncMode.ALWAYS;
      case INTERVAL -> new SyncMode.Interval(storage.syncIntervalMillis());
      case NEVER -> SyncMode.NEVER;
    });
  }

  static RegionConfig region(NodeConfig node) {
    RegionConfig defaults = RegionConfig.defaults();
    return new RegionConfig(node.memory().versionCacheBytes(), defaults.batchBytesMax(), defaults.entryBytesMax(),
        node.region().pendingBytes(), defaults.runOperationsMax(), defaults.loadRoundsMax(),
        TimeUnit.MILLISECONDS.toNanos(node.region().leaderWaitMillis()), node.cleaning().gcRetentionMillis(),
        defaults.garbageEntriesMax());
  }

  static RouteConfig route(NodeConfig node) {
    RouteConfig defaults = RouteConfig.defaults();
    return new RouteConfig(defaults.requestIds(), TimeUnit.MILLISECONDS.toNanos(node.region().leaderWaitMillis()),
        defaults.answerWaitNanos(), defaults.retryMillis(), defaults.limits());
  }
}
