package io.vertikv.store.engine.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksConfigTest {
  private static final long MIB = 1 << 20;

  @TempDir
  Path folder;

  @Test
  void theDefaultsArePinned() {
    assertEquals(new RocksConfig(256 * MIB, 64 * MIB, 32 * MIB, 4096, 10, 32 * MIB, 2, 1000, 0, false),
        RocksConfig.defaults(256 * MIB));
  }

  @Test
  void everyBudgetFromTheLeastGivesAConfigurationThatOpens() {
    for (long mib : new long[]{16, 17, 100, 4096, 1 << 20}) RocksConfig.defaults(mib * MIB);
    RocksEngine.open(folder, RocksConfig.defaults(RocksConfig.MEMORY_BYTES_MIN)).close();
  }

  @Test
  void nonsenseIsRefusedByName() {
    assertRefused("memoryBytes", () -> RocksConfig.defaults(15 * MIB));
    assertRefused("cacheBytes", () -> config(MIB, MIB, MIB, 4096, 2));
    assertRefused("memtablesBytesMax", () -> config(16 * MIB, 16 * MIB, MIB, 4096, 2));
    assertRefused("memtableBytes", () -> config(16 * MIB, 4 * MIB, 8 * MIB, 4096, 2));
    assertRefused("blockBytes", () -> config(16 * MIB, 4 * MIB, MIB, 10, 2));
    assertRefused("backgroundJobs", () -> config(16 * MIB, 4 * MIB, MIB, 4096, 1));
  }

  @Test
  void theLibraryIsUnpackedOnceAndAgainWhenItIsNotTheJars() throws IOException {
    Path library = RocksNatives.extract(folder);
    long size = Files.size(library);
    assertEquals(library, RocksNatives.extract(folder));
    Files.write(library, new byte[10]);
    RocksNatives.extract(folder);
    assertEquals(size, Files.size(library));
    RocksNatives.load(folder);
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  private static RocksConfig config(long cache, long memtables, long memtable, int block, int jobs) {
    return new RocksConfig(cache, memtables, memtable, block, 10, MIB, jobs, 64, 0, false);
  }

  private static void assertRefused(String field, Runnable attempt) {
    String message = assertThrows(IllegalArgumentException.class, attempt::run).getMessage();
    assertTrue(message.startsWith(field + " = "), message);
  }
}
