package io.vertikv.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir
  private Path parent;

  @Test
  void aFolderIsMadeAndHeldUntilItIsClosed() throws IOException {
    Path path = parent.resolve("deep/er");
    try (DataFolder folder = DataFolder.open(path)) {
      assertEquals(path, folder.path());
      assertEquals("vertikv data 1\n", Files.readString(path.resolve("VERSION")));
      String refusal = assertThrows(StartRefused.class, () -> DataFolder.open(path)).getMessage();
      assertEquals("the data folder " + path + " is in use by process " + ProcessHandle.current().pid()
          + ": stop that one, or choose another folder with --data", refusal);
    }
    DataFolder.open(path).close();
  }

  @Test
  void aLockFileThatACrashLeftBehindIsNoObstacle() throws IOException {
    Files.writeString(parent.resolve("LOCK"), "4194304\n");
    DataFolder.open(parent).close();
    assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(parent.resolve("LOCK")));
  }

  @Test
  void aCrashBeforeTheVersionWasWrittenIsNoObstacle() throws IOException {
    Files.writeString(parent.resolve("LOCK"), "");
    Files.writeString(parent.resolve("VERSION.new"), "vert");
    Files.createDirectory(parent.resolve("lost+found"));
    DataFolder.open(parent).close();
    assertEquals("vertikv data 1\n", Files.readString(parent.resolve("VERSION")));
    assertFalse(Files.exists(parent.resolve("VERSION.new")));
  }

  @Test
  void aFolderOfSomebodyElseIsLeftAlone() throws IOException {
    Files.writeString(parent.resolve("thesis.tex"), "");
    String refusal = assertThrows(StartRefused.class, () -> DataFolder.open(parent)).getMessage();
    assertTrue(refusal.contains("not empty (it has thesis.tex)"), refusal);
    assertFalse(Files.exists(parent.resolve("VERSION")));
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    Files.writeString(parent.resolve("VERSION"), "vertikv data 2\n");
    String newer = assertThrows(StartRefused.class, () -> DataFolder.open(parent)).getMessage();
    assertTrue(newer.contains("has format 2, this program reads format 1"), newer);
    Files.writeString(parent.resolve("VERSION"), "something");
    String foreign = assertThrows(StartRefused.class, () -> DataFolder.open(parent)).getMessage();
    assertTrue(foreign.contains("did not write: \"something\""), foreign);
  }

  @Test
  void aFileInItsPlaceIsRefused() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertTrue(assertThrows(StartRefused.class, () -> DataFolder.open(file)).getMessage().contains("cannot be used"));
  }
}
