package io.vertikv.store.engine.rocks;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library. Left alone, rocksdbjni unpacks 17 MB into the temporary folder at every start (0.3 to 0.7
 * seconds); a launcher calls {@link #extract} once and {@link #load} at each start. A process has one library: the first
 * load wins.
 */
public final class RocksNatives {
  private static final String IN_JAR = Environment.getJniLibraryFileName("rocksdb");
  /** The name by which {@code RocksDB.loadLibrary(paths)} looks; not the name in the jar (as of 11.8). */
  private static final String IN_FOLDER = Environment.getJniLibraryFileName("rocksdbjni");

  private RocksNatives() {}

  /** From the folder when it holds the very library of the jar (told by its size), else from the jar. */
  public static void load(Path folder) throws IOException {
    Path library = folder.resolve(IN_FOLDER);
    if (Files.isRegularFile(library) && Files.size(library) == sizeInJar()) {
      RocksDB.loadLibrary(List.of(folder.toAbsolutePath().toString()));
    } else {
      RocksDB.loadLibrary();
    }
  }

  /** Unpacks the library for this machine into the folder; does nothing when it is there. Returns its path. */
  public static Path extract(Path folder) throws IOException {
    Path library = folder.resolve(IN_FOLDER);
    if (Files.isRegularFile(library) && Files.size(library) == sizeInJar()) return library;
    Files.createDirectories(folder);
    Path partial = Files.createTempFile(folder, "rocksdb", ".partial");
    try (InputStream in = resource().openStream()) {
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.move(partial, library, StandardCopyOption.ATOMIC_MOVE);
  }

  private static long sizeInJar() throws IOException { return resource().openConnection().getContentLengthLong(); }

  private static URL resource() throws IOException {
    URL url = RocksDB.class.getClassLoader().getResource(IN_JAR);
    if (url == null) throw new FileNotFoundException("rocksdbjni has no " + IN_JAR);
    return url;
  }
}
