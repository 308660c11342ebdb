package io.vertikv.store.raftlog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Segments as files of one folder, {@code 000000000000002a.log}. A new one is filled with zeros first: syncing a write
 * into blocks that were written before costs half of what it costs to extend a file, since no metadata goes with it. A
 * deleted one becomes a {@code .spare}, up to a few, and the next segment of that size takes its place without filling; so
 * does one that was made ahead, to be sure of the space.
 */
public final class FileLogDevice implements LogDevice {
  private static final String SEGMENT = ".log";
  private static final String SPARE = ".spare";
  private static final int SPARES_MAX = 2;
  /** A spare that was made ahead has no segment's number. */
  private static final long RESERVE = -1;
  private static final int FILL_BYTES = 1 << 20;

  private final Path folder;
  private final long freeBytesMin;
  private final ArrayDeque<Path> spares = new ArrayDeque<>();

  private FileLogDevice(Path folder, long freeBytesMin) {
    this.folder = folder;
    this.freeBytesMin = freeBytesMin;
  }

  /**
   * @param freeBytesMin a new segment must leave this much of the disk free, for RocksDB to compact and to delete with
   */
  public static FileLogDevice open(Path folder, long freeBytesMin) throws IOException {
    Files.createDirectories(folder);
    FileLogDevice device = new FileLogDevice(folder, freeBytesMin);
    for (Path spare : device.files(SPARE)) device.keep(spare);
    return device;
  }

  @Override
  public List<Long> list() throws IOException {
    List<Long> sequences = new ArrayList<>();
    for (Path file : files(SEGMENT)) sequences.add(sequence(file));
    return sequences;
  }

  @Override
  public String name(long sequence) { return path(sequence, SEGMENT).toString(); }

  @Override
  public LogFile open(long sequence) throws IOException { return new Opened(channel(path(sequence, SEGMENT))); }

  @Override
  public LogFile create(long sequence, long capacity) throws IOException {
    Path target = path(sequence, SEGMENT);
    for (Path spare : spares) {
      if (Files.size(spare) != capacity) continue;
      spares.remove(spare);
      Files.move(spare, target, StandardCopyOption.ATOMIC_MOVE);
      return open(sequence);
    }
    return filled(target, capacity);
  }

  @Override
  public void reserve(long capacity) throws IOException {
    for (Path spare : spares) if (Files.size(spare) == capacity) return;
    Path reserve = path(RESERVE, SPARE);
    filled(reserve, capacity).close();
    spares.remove(reserve);
    keep(reserve);
  }

  @Override
  public void delete(long sequence) throws IOException {
    Path spare = path(sequence, SPARE);
    Files.move(path(sequence, SEGMENT), spare, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    keep(spare);
  }

  @Override
  public void syncDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void close() { spares.clear(); }

  private LogFile filled(Path target, long capacity) throws IOException {
    if (freeBytes() - capacity < freeBytesMin) {
      while (!spares.isEmpty()) Files.delete(spares.remove());
      if (freeBytes() - capacity < freeBytesMin) throw noSpace(capacity);
    }
    FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      ByteBuffer zeros = ByteBuffer.allocateDirect(FILL_BYTES);
      for (long at = 0; at < capacity; at += zeros.position()) {
        zeros.clear().limit((int) Math.min(FILL_BYTES, capacity - at));
        writeAll(channel, zeros, at);
      }
      channel.force(true);
      return new Opened(channel);
    } catch (IOException failure) {
      channel.close();
      Files.deleteIfExists(target);
      if (freeBytes() < capacity) throw noSpace(capacity);
      throw failure;
    }
  }

  private long freeBytes() throws IOException { return Files.getFileStore(folder).getUsableSpace(); }

  private NoSpace noSpace(long capacity) {
    return new NoSpace("no room for a log segment of " + capacity + " bytes in " + folder + " (keeping " + freeBytesMin
        + " bytes free)");
  }

  /** The newest ones are kept: an odd size, from a batch that needed more than a segment, does not stay for long. */
  private void keep(Path spare) throws IOException {
    spares.add(spare);
    if (spares.size() > SPARES_MAX) Files.delete(spares.remove());
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{16}\\" + suffix)).sorted().toList();
    }
  }

  private Path path(long sequence, String suffix) {
    return folder.resolve(HexFormat.of().toHexDigits(sequence) + suffix);
  }

  private static long sequence(Path file) {
    return HexFormat.fromHexDigitsToLong(file.getFileName().toString(), 0, 16);
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void writeAll(FileChannel channel, ByteBuffer source, long position) throws IOException {
    long at = position;
    while (source.hasRemaining()) at += channel.write(source, at);
  }

  /** A segment's channel. Interrupting a thread inside a call closes it: nobody may interrupt the log's threads. */
  private static final class Opened implements LogFile {
    private final FileChannel channel;
    private final long capacity;

    Opened(FileChannel channel) throws IOException {
      this.channel = channel;
      capacity = channel.size();
    }

    @Override
    public long capacity() { return capacity; }

    @Override
    public void write(ByteBuffer source, long position) throws IOException { writeAll(channel, source, position); }

    @Override
    public void read(ByteBuffer target, long position) throws IOException {
      long at = position;
      while (target.hasRemaining()) {
        int count = channel.read(target, at);
        if (count < 0) throw new EOFException("segment ends at " + at);
        at += count;
      }
    }

    @Override
    public void sync() throws IOException { channel.force(false); }

    @Override
    public void close() throws IOException { channel.close(); }
  }
}
