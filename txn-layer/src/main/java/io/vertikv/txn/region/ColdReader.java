package io.vertikv.txn.region;

import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.mvcc.MvccReader;
import io.vertikv.txn.mvcc.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** Reads newest versions from the disk on workers; the results come back to the loop. */
final class ColdReader {
  /** Keys that one worker reads in one go. */
  private static final int CHUNK = 32;

  private final EngineReader engine;
  private final Executor workers;
  private final Loop loop;

  ColdReader(EngineReader engine, Executor workers, Loop loop) {
    this.engine = engine;
    this.workers = workers;
    this.loop = loop;
  }

  /** Calls back on the loop, once per chunk, with rows and what was found for them. */
  void read(List<KeyState> rows, BiConsumer<List<KeyState>, List<Versioned>> found) {
    for (int from = 0; from < rows.size(); from += CHUNK) {
      List<KeyState> chunk = List.copyOf(rows.subList(from, Math.min(rows.size(), from + CHUNK)));
      workers.execute(() -> {
        List<Versioned> versions = new ArrayList<>(chunk.size());
        for (KeyState row : chunk) versions.add(MvccReader.newest(engine, row.key, ReadTier.DISK));
        loop.execute(() -> found.accept(chunk, versions));
      });
    }
  }
}
