package io.vertikv.store.raftlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Lets each sync of a segment's records begin only when the test says so, and tells when one waits. */
final class GateDevice implements LogDevice {
  final Semaphore waiting = new Semaphore(0);
  final Semaphore permits = new Semaphore(0);
  private final LogDevice disk;
  private volatile boolean armed;

  GateDevice(LogDevice disk) { this.disk = disk; }

  void arm() { armed = true; }

  void disarm() {
    armed = false;
    permits.release(1_000_000);
  }

  @Override
  public List<Long> list() throws IOException { return disk.list(); }

  @Override
  public LogFile open(long sequence) throws IOException { return disk.open(sequence); }

  @Override
  public LogFile create(long sequence, long capacity) throws IOException {
    return new Gated(disk.create(sequence, capacity));
  }

  @Override
  public void reserve(long capacity) throws IOException { disk.reserve(capacity); }

  @Override
  public void delete(long sequence) throws IOException { disk.delete(sequence); }

  @Override
  public void syncDirectory() throws IOException { disk.syncDirectory(); }

  @Override
  public void close() throws IOException { disk.close(); }

  private final class Gated implements LogFile {
    private final LogFile file;

    Gated(LogFile file) { this.file = file; }

    @Override
    public long capacity() { return file.capacity(); }

    @Override
    public void write(ByteBuffer source, long position) throws IOException { file.write(source, position); }

    @Override
    public void read(ByteBuffer target, long position) throws IOException { file.read(target, position); }

    @Override
    public void sync() throws IOException {
      if (armed) {
        waiting.release();
        permits.acquireUninterruptibly();
      }
      file.sync();
    }

    @Override
    public void close() throws IOException { file.close(); }
  }
}
