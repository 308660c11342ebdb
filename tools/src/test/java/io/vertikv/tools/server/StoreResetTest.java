package io.vertikv.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.cluster.ClusterFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreResetTest {
  @TempDir
  private Path folder;

  @Test
  void theDataOfAStoreIsPutAsideWhole() throws IOException {
    storeOfCluster(3);
    String said = StoreReset.run(folder, 3);
    assertTrue(said.contains("aside-1"), said);
    for (String name : new String[]{"log", "engine", "CLUSTER"}) {
      assertFalse(Files.exists(folder.resolve(name)), name);
      assertTrue(Files.exists(folder.resolve("aside-1").resolve(name)), name);
    }
    assertEquals("entries", Files.readString(folder.resolve("aside-1/log/1.log")));
    StoreReset.refuseHalfway(folder);
  }

  @Test
  void theSecondTimeThereIsNothingToDo() throws IOException {
    storeOfCluster(3);
    StoreReset.run(folder, 3);
    assertTrue(StoreReset.run(folder, 3).startsWith("nothing to do"));
    assertFalse(Files.exists(folder.resolve("aside-2")));
  }

  @Test
  void theNewStoreOfTheNodeIsNotPutAsideByTheSameCommand() throws IOException {
    storeOfCluster(3);
    StoreReset.run(folder, 3);
    storeOfCluster(5);
    StartRefused refused = assertThrows(StartRefused.class, () -> StoreReset.run(folder, 3));
    assertTrue(refused.getMessage().contains("is that of store 5, not of store 3"), refused.getMessage());
    assertTrue(Files.exists(folder.resolve("log")));
  }

  @Test
  void aSingleNodeKeepsTheOnlyCopyOfItsData() throws IOException {
    DataFolder.open(folder).close();
    Files.createDirectories(folder.resolve("log"));
    StartRefused refused = assertThrows(StartRefused.class, () -> StoreReset.run(folder, 1));
    assertTrue(refused.getMessage().contains("nobody else has it"), refused.getMessage());
    assertTrue(Files.exists(folder.resolve("log")));
  }

  @Test
  void aFolderInUseOrOfSomebodyElseIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "dear");
    assertThrows(StartRefused.class, () -> StoreReset.run(folder, 1));
    Files.delete(folder.resolve("letter.txt"));
    storeOfCluster(3);
    try (DataFolder running = DataFolder.open(folder)) {
      StartRefused refused = assertThrows(StartRefused.class, () -> StoreReset.run(running.path(), 3));
      assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
    }
  }

  @Test
  void brokenOffInTheMiddleItLetsNoNodeStartAndGoesOnWhereItWas() throws IOException {
    storeOfCluster(3);
    Files.writeString(folder.resolve("RESET"), "3 aside-1\n");
    Files.createDirectories(folder.resolve("aside-1"));
    Files.move(folder.resolve("log"), folder.resolve("aside-1/log"));
    assertThrows(StartRefused.class, () -> StoreReset.refuseHalfway(folder));
    assertThrows(StartRefused.class, () -> StoreReset.run(folder, 4));
    StoreReset.run(folder, 3);
    assertTrue(Files.exists(folder.resolve("aside-1/engine")));
    assertFalse(Files.exists(folder.resolve("CLUSTER")));
    StoreReset.refuseHalfway(folder);
  }

  private void storeOfCluster(long store) throws IOException {
    DataFolder.open(folder).close();
    ClusterFiles.write(folder, store);
    Files.createDirectories(folder.resolve("engine"));
    Files.createDirectories(folder.resolve("log"));
    Files.writeString(folder.resolve("log/1.log"), "entries");
  }
}
