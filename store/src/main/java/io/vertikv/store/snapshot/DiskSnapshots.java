package io.vertikv.store.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Snapshots in folders of the file system. It should be the engine's, whose ingestion then links instead of copying. */
public final class DiskSnapshots implements SnapshotDevice {
  private final Path root;

  private DiskSnapshots(Path root) { this.root = root; }

  public static DiskSnapshots open(Path root) throws IOException {
    Files.createDirectories(root);
    return new DiskSnapshots(root);
  }

  @Override
  public List<String> list() throws IOException { return names(root); }

  @Override
  public SnapshotFolder create(String folder) throws IOException {
    return new Folder(Files.createDirectory(root.resolve(folder)));
  }

  @Override
  public SnapshotFolder open(String folder) { return new Folder(root.resolve(folder)); }

  @Override
  public void rename(String from, String to) throws IOException {
    if (Files.exists(root.resolve(to))) throw new FileAlreadyExistsException(to);
    Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String folder) throws IOException {
    Path path = root.resolve(folder);
    for (String file : names(path)) Files.delete(path.resolve(file));
    Files.delete(path);
  }

  @Override
  public void sync() throws IOException { sync(root); }

  @Override
  public long freeBytes() throws IOException { return Files.getFileStore(root).getUsableSpace(); }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private record Folder(Path path) implements SnapshotFolder {
    @Override
    public Path path(String name) { return path.resolve(name); }

    @Override
    public SnapshotFile create(String name) throws IOException {
      return new Opened(FileChannel.open(path(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public SnapshotFile open(String name) throws IOException {
      return new Opened(FileChannel.open(path(name), StandardOpenOption.READ));
    }

    @Override
    public void sync() throws IOException { DiskSnapshots.sync(path); }
  }

  private record Opened(FileChannel channel) implements SnapshotFile {
    @Override
    public long length() throws IOException { return channel.size(); }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      for (long at = position; source.hasRemaining();) at += channel.write(source, at);
    }

    @Override
    public void read(ByteBuffer target, long position) throws IOException {
      for (long at = position; target.hasRemaining();) {
        int count = channel.read(target, at);
        if (count < 0) throw new EOFException("file ends at " + at);
        at += count;
      }
    }

    @Override
    public void sync() throws IOException { channel.force(true); }

    @Override
    public void close() throws IOException { channel.close(); }
  }
}
