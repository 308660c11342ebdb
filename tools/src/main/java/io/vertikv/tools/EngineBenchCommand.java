package io.vertikv.tools;

import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineStats;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.rocks.RocksConfig;
import io.vertikv.store.engine.rocks.RocksEngine;
import io.vertikv.store.engine.rocks.RocksNatives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * {@code vertikv bench-engine}: random reads of RocksDB alone, with the options that a node uses: the yardstick for reads of
 * data that does not fit into memory ({@code bin/compare-redis --large}). Prints reads per second.
 */
@Command(name = "bench-engine", hidden = true, description = "Fill an engine, then read keys at random.")
final class EngineBenchCommand implements Callable<Integer> {
  private static final long MIB = 1 << 20;
  private static final int PUTS_IN_A_BATCH = 1000;
  private static final int READS_BETWEEN_LOOKS = 64;
  private static final long SEED = 1;
  /** A prime: visits every key once. */
  private static final long SCATTER = 8_388_593;
  private static final int SETTLE_LOOKS_MAX = 600;
  private static final long SETTLE_LOOK_MILLIS = 100;

  @CommandLine.Spec
  private CommandSpec spec;
  @Option(names = "--keys", defaultValue = "1000000")
  private long keys;
  @Option(names = "--value-size", defaultValue = "128")
  private int valueSize;
  @Option(names = "--cache", defaultValue = "256")
  private long cacheMib;
  @Option(names = "--memtables", defaultValue = "64")
  private long memtablesMib;
  @Option(names = "--seconds", defaultValue = "10")
  private long seconds;
  @Option(names = "--threads", defaultValue = "2")
  private int threads;
  @Option(names = "--folder", required = true)
  private Path folder;

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    String natives = System.getProperty("vertikv.native.dir");
    if (natives != null) RocksNatives.load(Path.of(natives));
    try (RocksEngine engine = RocksEngine.open(folder, config())) {
      fill(engine);
      settle(engine);
      spec.commandLine().getOut().printf(Locale.ROOT, "%.0f%n", readsPerSecond(engine));
    }
    return ExitCode.OK;
  }

  /** What ModuleConfigs gives a node with these settings. */
  private RocksConfig config() {
    RocksConfig defaults = RocksConfig.defaults((cacheMib + memtablesMib) * MIB);
    long memtables = memtablesMib * MIB;
    return new RocksConfig(defaults.cacheBytes(), memtables, memtables / 2, defaults.blockBytes(),
        defaults.bloomBitsPerKey(), defaults.tableFileBytes(), defaults.backgroundJobs(), defaults.openFilesMax(),
        defaults.writeBytesPerSecondMax(), defaults.statistics());
  }

  /** In no order, as a node writes, whose keys lie in the order of their hashes: levels overlap then. */
  private void fill(RocksEngine engine) {
    SplittableRandom random = new SplittableRandom(SEED);
    EngineBatch batch = new EngineBatch();
    for (long key = 0; key < keys; key++) {
      long scattered = keys % SCATTER == 0 ? key : key * SCATTER % keys;
      byte[] value = new byte[valueSize];
      random.nextBytes(value);
      batch.put(Family.WRITE, key(scattered), value);
      if (batch.count() == PUTS_IN_A_BATCH || key == keys - 1) {
        engine.write(batch);
        batch.clear();
      }
    }
    engine.flush();
  }

  /** Reads beside the compaction of what was just written would measure that. */
  private static void settle(RocksEngine engine) throws InterruptedException {
    for (int look = 0; look < SETTLE_LOOKS_MAX; look++) {
      EngineStats stats = engine.stats();
      if (stats.runningCompactions() == 0 && stats.runningFlushes() == 0) return;
      Thread.sleep(SETTLE_LOOK_MILLIS);
    }
  }

  private double readsPerSecond(RocksEngine engine) throws InterruptedException, ExecutionException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    double total = 0;
    try (ExecutorService readers = Executors.newFixedThreadPool(threads)) {
      List<Future<Double>> rates = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        long seed = SEED + i;
        rates.add(readers.submit(() -> read(engine, new SplittableRandom(seed), until)));
      }
      for (Future<Double> rate : rates) total += rate.get();
    }
    return total;
  }

  private double read(RocksEngine engine, SplittableRandom random, long untilNanos) {
    long start = System.nanoTime();
    long reads = 0;
    long now = start;
    while (now - untilNanos < 0) {
      for (int i = 0; i < READS_BETWEEN_LOOKS; i++) {
        if (engine.get(Family.WRITE, key(random.nextLong(keys)), ReadTier.DISK) == null)
          throw new IllegalStateException("a key that was written is not there");
      }
      reads += READS_BETWEEN_LOOKS;
      now = System.nanoTime();
    }
    return reads * 1e9 / Math.max(1, now - start);
  }

  /** "key:" and twelve digits, by hand: formatting would cost as much as the read that is measured. */
  private static byte[] key(long number) {
    byte[] key = "key:000000000000".getBytes(StandardCharsets.US_ASCII);
    long rest = number;
    for (int at = key.length - 1; rest > 0; at--) {
      key[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return key;
  }
}
