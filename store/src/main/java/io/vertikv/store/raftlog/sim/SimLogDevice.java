package io.vertikv.store.raftlog.sim;

import io.vertikv.store.raftlog.LogDevice;
import io.vertikv.store.raftlog.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk that forgets. Writes reach a volatile layer that reads see; a sync moves them to the durable one. At a power
 * cut each unsynced write is kept, lost, torn at some byte, or kept in some of its sectors only; created and deleted
 * files come back or stay away when the directory was not synced. Faults are armed from
 * outside.
 */
public final class SimLogDevice implements LogDevice {
  private static final int SECTOR = 512;

  private final RandomGenerator random;
  private final List<byte[]> garbage = new ArrayList<>();
  private Map<Long, Disk> files = new TreeMap<>();
  private Map<Long, Disk> durable = new TreeMap<>();
  private long spaceBytes = Long.MAX_VALUE;
  private long reservedBytes;
  private int callsUntilCut = Integer.MAX_VALUE;
  private boolean failNextSync;
  private boolean failNextWrite;
  private int writes;
  private int syncs;

  public SimLogDevice(RandomGenerator random) { this.random = random; }

  /** The power is gone in the middle of a call. */
  public static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1L;

    PowerCut() { super("power cut"); }
  }

  private record Write(int position, byte[] bytes) {}

  private static final class Disk {
    byte[] view;
    byte[] durable;
    final List<Write> pending = new ArrayList<>();

    Disk(byte[] bytes) {
      view = bytes.clone();
      durable = bytes;
    }
  }

  /** The power goes away during the n-th device call from now; every later call fails too, until {@link #restart}. */
  public void cutAfter(int calls) {
    callsUntilCut = calls;
  }

  public void failNextSync() { failNextSync = true; }

  public void failNextWrite() { failNextWrite = true; }

  public void spaceBytes(long bytes) { spaceBytes = bytes; }

  /** Whether there is no room for anything new; what is there can be overwritten and synced. */
  public void full(boolean full) {
    spaceBytes = full ? 0 : Long.MAX_VALUE;
  }

  public int writes() { return writes; }

  public int syncs() { return syncs; }

  /** Flips a bit that is on the disk. */
  public void flip(long sequence, long bit) {
    Disk disk = files.get(sequence);
    disk.durable[(int) (bit >> 3)] ^= (byte) (1 << (bit & 7));
    disk.view[(int) (bit >> 3)] ^= (byte) (1 << (bit & 7));
  }

  /** The files that there are, in their order. */
  public List<Long> sequences() { return List.copyOf(files.keySet()); }

  public byte[] bytes(long sequence) { return files.get(sequence).durable; }

  /** A disk with the same durable bytes. */
  public SimLogDevice copy(RandomGenerator random) {
    SimLogDevice copy = new SimLogDevice(random);
    files.forEach((sequence, disk) -> copy.files.put(sequence, new Disk(disk.durable.clone())));
    copy.durable = new TreeMap<>(copy.files);
    return copy;
  }

  public void lose(long sequence) {
    files.remove(sequence);
    durable.remove(sequence);
  }

  /** The process died, the machine did not: nothing is lost, and what was not synced still is not. */
  public void restartProcess() {
    disarm();
  }

  /** Power is back: what had not been synced is decided now. */
  public void restart() {
    disarm();
    Map<Long, Disk> survivors = new TreeMap<>();
    files.forEach((sequence, disk) -> {
      if (durable.containsKey(sequence) || random.nextBoolean()) survivors.put(sequence, disk);
    });
    durable.forEach((sequence, disk) -> {
      if (!files.containsKey(sequence) && random.nextBoolean()) survivors.put(sequence, disk);
    });
    for (Disk disk : survivors.values()) settle(disk);
    files = survivors;
    durable = new TreeMap<>(survivors);
  }

  private void disarm() {
    callsUntilCut = Integer.MAX_VALUE;
    failNextSync = false;
    failNextWrite = false;
  }

  private void settle(Disk disk) {
    List<Write> pending = new ArrayList<>(disk.pending);
    boolean keepAll = random.nextInt(4) == 0;
    for (Write write : pending) {
      if (keepAll) keep(disk, write, 0, write.bytes.length);
      else settle(disk, write);
    }
    disk.pending.clear();
    disk.view = disk.durable.clone();
  }

  private void settle(Disk disk, Write write) {
    int length = write.bytes.length;
    switch (random.nextInt(4)) {
      case 0 -> keep(disk, write, 0, length);
      case 1 -> keep(disk, write, 0, random.nextInt(length + 1));
      case 2 -> {
        int sectorEnd = SECTOR - write.position % SECTOR;
        for (int from = 0; from < length; from = sectorEnd, sectorEnd += SECTOR) {
          if (random.nextBoolean()) keep(disk, write, from, Math.min(length, sectorEnd));
        }
      }
      default -> {}
    }
  }

  private static void keep(Disk disk, Write write, int from, int to) {
    System.arraycopy(write.bytes, from, disk.durable, write.position + from, to - from);
  }

  @Override
  public List<Long> list() throws IOException {
    call();
    return List.copyOf(files.keySet());
  }

  @Override
  public LogFile open(long sequence) throws IOException {
    call();
    if (!files.containsKey(sequence)) throw new IOException("no segment " + sequence);
    return new SimFile(files.get(sequence));
  }

  @Override
  public LogFile create(long sequence, long capacity) throws IOException {
    call();
    if (capacity == reservedBytes) reservedBytes = 0;
    else expectSpace(capacity);
    files.put(sequence, new Disk(oldBytes((int) capacity)));
    return new SimFile(files.get(sequence));
  }

  @Override
  public void reserve(long capacity) throws IOException {
    call();
    if (reservedBytes == capacity) return;
    expectSpace(capacity);
    reservedBytes = capacity;
  }

  private void expectSpace(long capacity) throws NoSpace {
    long used = reservedBytes + files.values().stream().mapToLong(disk -> disk.view.length).sum();
    if (used + capacity > spaceBytes) throw new NoSpace("simulated disk is full");
  }

  /** Zeros, noise, or what a deleted segment held. */
  private byte[] oldBytes(int capacity) {
    byte[] bytes = new byte[capacity];
    int kind = random.nextInt(3);
    if (kind == 1) random.nextBytes(bytes);
    if (kind == 2 && !garbage.isEmpty()) {
      byte[] old = garbage.get(random.nextInt(garbage.size()));
      System.arraycopy(old, 0, bytes, 0, Math.min(old.length, capacity));
    }
    return bytes;
  }

  @Override
  public void delete(long sequence) throws IOException {
    call();
    garbage.add(files.remove(sequence).view.clone());
    if (garbage.size() > 4) garbage.remove(0);
  }

  @Override
  public void syncDirectory() throws IOException {
    call();
    durable = new TreeMap<>(files);
  }

  @Override
  public void close() {}

  private void call() throws IOException {
    if (callsUntilCut != Integer.MAX_VALUE && --callsUntilCut <= 0) {
      callsUntilCut = 1;
      throw new PowerCut();
    }
  }

  private final class SimFile implements LogFile {
    private final Disk disk;
    private boolean closed;

    SimFile(Disk disk) { this.disk = disk; }

    @Override
    public long capacity() { return disk.view.length; }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      expectOpen();
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      disk.pending.add(new Write((int) position, bytes));
      System.arraycopy(bytes, 0, disk.view, (int) position, bytes.length);
      writes++;
      call();
      if (failNextWrite) {
        failNextWrite = false;
        throw new IOException("simulated write error");
      }
    }

    @Override
    public void read(ByteBuffer target, long position) throws IOException {
      expectOpen();
      if (position + target.remaining() > disk.view.length) throw new IOException("read behind the end");
      target.put(disk.view, (int) position, target.remaining());
    }

    @Override
    public void sync() throws IOException {
      expectOpen();
      call();
      syncs++;
      if (failNextSync) {
        // As Linux does: the pages count as clean from now on, and the next sync reports success.
        failNextSync = false;
        disk.pending.clear();
        throw new IOException("simulated sync error");
      }
      for (Write write : disk.pending) keep(disk, write, 0, write.bytes.length);
      disk.pending.clear();
    }

    @Override
    public void close() { closed = true; }

    private void expectOpen() throws IOException {
      if (closed) throw new ClosedChannelException();
    }
  }
}
