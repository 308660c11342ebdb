package io.vertikv.store.engine;

import io.vertikv.store.engine.HealthListener.WriteStall;

/** Gauges of an engine at one moment, for metrics and admission. Sums over all families; sizes in bytes. */
public record EngineStats(long memtableBytes, long cacheBytes, long cachePinnedBytes, long tableReaderBytes,
    long pendingCompactionBytes, long runningFlushes, long runningCompactions, WriteStall stall, long level0FilesMax,
    long tableFileBytes, long liveBytes, long backgroundErrors, long cacheHits, long cacheMisses) {
}
