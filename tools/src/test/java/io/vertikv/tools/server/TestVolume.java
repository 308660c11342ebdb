package io.vertikv.tools.server;

import io.vertikv.store.raftlog.FileLogDevice;
import io.vertikv.store.raftlog.LogDevice;
import io.vertikv.store.raftlog.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Real files on a disk that is full, or whose sync fails, when the test says so. */
final class TestVolume implements StoreVolume {
  final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);
  /** No new segment can be made. */
  volatile boolean full;
  /** So many syncs of segments succeed, from now on. */
  final AtomicInteger syncsLeft = new AtomicInteger(Integer.MAX_VALUE);

  @Override
  public LogDevice log(Path folder, long freeBytesMin) throws IOException {
    return new Device(FileLogDevice.open(folder, 0));
  }

  @Override
  public long freeBytes(Path folder) { return freeBytes.get(); }

  @Override
  public long totalBytes(Path folder) { return Long.MAX_VALUE; }

  private final class Device implements LogDevice {
    private final LogDevice files;

    Device(LogDevice files) { this.files = files; }

    @Override
    public List<Long> list() throws IOException { return files.list(); }

    @Override
    public LogFile open(long sequence) throws IOException { return new Segment(files.open(sequence)); }

    @Override
    public LogFile create(long sequence, long capacity) throws IOException {
      expectSpace();
      return new Segment(files.create(sequence, capacity));
    }

    @Override
    public void reserve(long capacity) throws IOException {
      expectSpace();
      files.reserve(capacity);
    }

    private void expectSpace() throws NoSpace {
      if (full) throw new NoSpace("the test's disk is full");
    }

    @Override
    public void delete(long sequence) throws IOException { files.delete(sequence); }

    @Override
    public void syncDirectory() throws IOException { files.syncDirectory(); }

    @Override
    public void close() throws IOException { files.close(); }
  }

  private final class Segment implements LogFile {
    private final LogFile file;

    Segment(LogFile file) { this.file = file; }

    @Override
    public long capacity() { return file.capacity(); }

    @Override
    public void write(ByteBuffer source, long position) throws IOException { file.write(source, position); }

    @Override
    public void read(ByteBuffer target, long position) throws IOException { file.read(target, position); }

    @Override
    public void sync() throws IOException {
      if (syncsLeft.getAndDecrement() <= 0) throw new IOException("the test's disk fails");
      file.sync();
    }

    @Override
    public void close() throws IOException { file.close(); }
  }
}
