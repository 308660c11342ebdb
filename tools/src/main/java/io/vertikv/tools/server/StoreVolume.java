package io.vertikv.tools.server;

import io.vertikv.store.raftlog.FileLogDevice;
import io.vertikv.store.raftlog.LogDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The disk under a store, as far as somebody may want to put another in its place: tests do, to fill and to break it. */
interface StoreVolume {
  StoreVolume FILES = new StoreVolume() {
    @Override
    public LogDevice log(Path folder, long freeBytesMin) throws IOException {
      return FileLogDevice.open(folder, freeBytesMin);
    }

    @Override
    public long freeBytes(Path folder) throws IOException { return Files.getFileStore(folder).getUsableSpace(); }

    @Override
    public long totalBytes(Path folder) throws IOException { return Files.getFileStore(folder).getTotalSpace(); }
  };

  /** Segments in a folder; creating one must leave so much free. */
  LogDevice log(Path folder, long freeBytesMin) throws IOException;

  long freeBytes(Path folder) throws IOException;

  long totalBytes(Path folder) throws IOException;
}
