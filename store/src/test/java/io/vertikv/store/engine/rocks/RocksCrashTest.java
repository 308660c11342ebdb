package io.vertikv.store.engine.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.engine.ReadTier;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left after a stop without a flush, and after a kill, is the state at some batch boundary. */
class RocksCrashTest {
  private static final int KILLS = 2;
  private static final long BATCHES_BEFORE_KILL = 4_000;

  @TempDir
  Path folder;

  @Test
  void aCloseWithoutFlushKeepsJustWhatWasFlushed() {
    long flushed;
    try (RocksEngine engine = open()) {
      for (long n = 1; n <= 50; n++) engine.write(NumberedBatches.batch(n));
      engine.flush();
      for (long n = 51; n <= 80; n++) engine.write(NumberedBatches.batch(n));
      assertEquals(80, NumberedBatches.last(engine, ReadTier.DISK));
      flushed = NumberedBatches.last(engine, ReadTier.FLUSHED);
      assertEquals(50, flushed);
    }
    try (RocksEngine engine = open()) {
      assertEquals(flushed, NumberedBatches.requirePrefix(engine));
    }
  }

  @Test
  void flushesOfItsOwnKeepAllFamiliesTogether() {
    long flushed;
    try (RocksEngine engine = open()) {
      for (long n = 1; n <= 3_000; n++) engine.write(NumberedBatches.batch(n));
      flushed = NumberedBatches.last(engine, ReadTier.FLUSHED);
    }
    try (RocksEngine engine = open()) {
      long kept = NumberedBatches.requirePrefix(engine);
      assertTrue(kept >= flushed && kept > 0, kept + " kept, " + flushed + " were flushed");
    }
  }

  @Test
  void aKilledProcessLeavesAPrefix() throws IOException, InterruptedException {
    Path library = RocksNatives.extract(folder.resolve("lib")).getParent();
    long before = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      writeUntilKilled(library, before + BATCHES_BEFORE_KILL);
      try (RocksEngine engine = open()) {
        long kept = NumberedBatches.requirePrefix(engine);
        assertTrue(kept > before, kept + " kept, " + before + " before");
        assertEquals(kept, NumberedBatches.last(engine, ReadTier.FLUSHED));
        before = kept;
      }
    }
  }

  private void writeUntilKilled(Path library, long target) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path log = folder.resolve("child.log");
    Process child = new ProcessBuilder(java.toString(), "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        WriterToBeKilled.class.getName(), database().toString(), library.toString())
        .redirectError(log.toFile()).start();
    try (BufferedReader progress = child.inputReader()) {
      String line;
      do {
        line = progress.readLine();
        assertNotNull(line, () -> "the child died: " + read(log));
      } while (Long.parseLong(line) < target);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private RocksEngine open() { return RocksEngine.open(database(), NumberedBatches.smallConfig()); }

  private Path database() { return folder.resolve("db"); }
}
