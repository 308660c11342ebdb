package io.vertikv.store.engine.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.TableExport;
import io.vertikv.store.engine.TableFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clearing a range whose deletion was lost with a dropped file must still leave nothing in it, and all beside it. */
class RocksPlaceTest {
  private static final KeyRange MIDDLE = new KeyRange(new byte[]{'b'}, new byte[]{'d'});

  @TempDir
  Path folder;

  private RocksEngine engineWithOneFile() {
    RocksEngine engine = RocksEngine.open(folder.resolve("engine"), NumberedBatches.smallConfig());
    EngineBatch batch = new EngineBatch();
    for (byte key = 'a'; key <= 'f'; key++) batch.put(Family.WRITE, new byte[]{key}, new byte[]{key});
    engine.write(batch);
    engine.flush();
    engine.compact(Family.WRITE, KeyRange.ALL);
    return engine;
  }

  @Test
  void whatRisesFromAFileThatReachesBeyondTheRangeIsDeletedAgain() {
    try (RocksEngine engine = engineWithOneFile()) {
      engine.reclaim(Family.WRITE, MIDDLE);
      assertEquals("adef", keys(engine));
      engine.reclaim(Family.WRITE, new KeyRange(new byte[]{'e'}, new byte[0]));
      assertEquals("ad", keys(engine));
    }
  }

  @Test
  void aHeldSnapshotKeepsSeeingADeletedRange() {
    try (RocksEngine engine = engineWithOneFile(); EngineSnapshot held = engine.snapshot()) {
      engine.write(new EngineBatch().deleteRange(Family.WRITE, MIDDLE));
      engine.flush();
      engine.reclaim(Family.WRITE, MIDDLE);
      assertEquals("adef", keys(engine));
      assertEquals("abcdef", keys(held));
    }
  }

  /** Not in level 0, where they would hold writers up. */
  @Test
  void whatIsIngestedSinksBelowLevelZero() throws IOException {
    FamilyRange place = new FamilyRange(Family.WRITE, KeyRange.ALL);
    try (RocksEngine engine = engineWithOneFile()) {
      Path tables = Files.createDirectory(folder.resolve("tables"));
      try (EngineSnapshot state = engine.snapshot();
          TableExport export = state.export(List.of(place), new PathFolder(tables), 2)) {
        assertFalse(export.advance(Long.MAX_VALUE));
        assertEquals(6, export.tables().size());
      }
      List<String> names = new ArrayList<>();
      for (int n = 1; n <= 6; n++) names.add("00000" + n + "-write.table");
      engine.write(new EngineBatch().deleteRange(Family.WRITE, new KeyRange(new byte[0], new byte[]{'g'})));
      engine.examine(place, new PathFolder(tables), names);
      engine.ingest(place, new PathFolder(tables), names);
      assertEquals("abcdef", keys(engine));
      assertEquals(0, engine.stats().level0FilesMax());
    }
  }

  private record PathFolder(Path path) implements TableFolder {
    @Override
    public Path path(String name) { return path.resolve(name); }

    @Override
    public void write(String name, byte[] bytes) { throw new UnsupportedOperationException(); }

    @Override
    public byte[] read(String name) { throw new UnsupportedOperationException(); }
  }

  private static String keys(EngineReader reader) {
    StringBuilder text = new StringBuilder();
    try (EngineCursor cursor = reader.cursor(Family.WRITE, KeyRange.ALL, ReadTier.DISK)) {
      while (cursor.next()) text.append((char) cursor.key()[0]);
    }
    return text.toString();
  }
}
