package io.vertikv.tools.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file CLUSTER in the data folder. Written aside, synced and renamed, so that a crash leaves the old or the new one. */
final class ClusterFile {
  static final String NAME = "CLUSTER";
  static final String DRAFT = "CLUSTER.new";
  /** A file for 64 founders and some thousand stores is far below this. */
  private static final long BYTES_MAX = 1 << 20;

  private final Path folder;

  ClusterFile(Path folder) { this.folder = folder; }

  /** Empty when there is none. Throws {@link ClusterRefused} for one that cannot be believed. */
  Optional<ClusterRecord> read() {
    Path file = folder.resolve(NAME);
    try {
      if (!Files.exists(file)) return Optional.empty();
      if (Files.size(file) > BYTES_MAX) throw new IllegalArgumentException("it is larger than " + BYTES_MAX + " bytes");
      return Optional.of(ClusterRecordText.read(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new ClusterRefused(file + " cannot be used: " + unreadable.getMessage()
          + ". It says which store of which cluster this data is: restore it, or start with an empty data folder, and the "
          + "node joins as a new store", unreadable);
    }
  }

  /** Returns when it is on disk. Blocks. */
  void write(ClusterRecord record) {
    try {
      Path draft = folder.resolve(DRAFT);
      try (FileChannel file = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer text = StandardCharsets.UTF_8.encode(ClusterRecordText.write(record));
        while (text.hasRemaining()) file.write(text);
        file.force(true);
      }
      Files.move(draft, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("the file " + NAME + " in " + folder + " could not be written", failed);
    }
  }
}
