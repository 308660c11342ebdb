package io.vertikv.tools.sim;

import io.vertikv.store.raftlog.LogDevice;
import io.vertikv.store.raftlog.LogFile;
import io.vertikv.store.raftlog.sim.SimLogDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A device whose syncs are not what they seem. */
record SabotagedDevice(LogDevice device, Sync sync) implements LogDevice {
  enum Sync {
    SKIPPED, ERRORS_IGNORED
  }

  @Override
  public List<Long> list() throws IOException { return device.list(); }

  @Override
  public LogFile open(long sequence) throws IOException { return new File(device.open(sequence), sync); }

  @Override
  public LogFile create(long sequence, long capacity) throws IOException {
    return new File(device.create(sequence, capacity), sync);
  }

  @Override
  public void reserve(long capacity) throws IOException { device.reserve(capacity); }

  @Override
  public void delete(long sequence) throws IOException { device.delete(sequence); }

  @Override
  public void syncDirectory() throws IOException { device.syncDirectory(); }

  @Override
  public void close() throws IOException { device.close(); }

  private record File(LogFile file, Sync how) implements LogFile {
    @Override
    public long capacity() { return file.capacity(); }

    @Override
    public void write(ByteBuffer source, long position) throws IOException { file.write(source, position); }

    @Override
    public void read(ByteBuffer target, long position) throws IOException { file.read(target, position); }

    @Override
    public void sync() throws IOException {
      if (how == Sync.SKIPPED) return;
      try {
        file.sync();
      } catch (SimLogDevice.PowerCut cut) {
        throw cut;
      } catch (IOException taken) {
        // That is the sabotage: the pages are gone, and nobody is told.
        return;
      }
    }

    @Override
    public void close() throws IOException { file.close(); }
  }
}
