package io.vertikv.store.group;

import io.vertikv.raft.RaftConfig;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.LogSink;
import java.util.concurrent.Executor;

/**
 * What all groups of one loop share.
 *
 * @param engine  read once for each group, while it is constructed
 * @param workers read entries from the log that are no longer in memory
 */
public record GroupHost(Loop loop, LogSink log, ApplyWorker apply, EngineReader engine, GroupWire wire,
    Executor workers, RaftConfig raft, GroupLimits limits) {}
