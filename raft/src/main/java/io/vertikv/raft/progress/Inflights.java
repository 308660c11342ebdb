package io.vertikv.raft.progress;

import java.util.Arrays;

/** The append requests sent and not answered: a ring of (last index, bytes), bounded in count and in bytes. */
public final class Inflights {
  private final int countMax;
  private final long bytesMax;
  private long[] lastIndexes = new long[8];
  private long[] sizes = new long[8];
  private int head;
  private int count;
  private long bytes;

  public Inflights(int countMax, long bytesMax) {
    this.countMax = countMax;
    this.bytesMax = bytesMax;
  }

  public boolean isFull() { return count >= countMax || bytes >= bytesMax; }

  public int count() { return count; }

  public long bytes() { return bytes; }

  public void add(long lastIndex, long sizeBytes) {
    if (count == lastIndexes.length) grow();
    int at = (head + count) & (lastIndexes.length - 1);
    lastIndexes[at] = lastIndex;
    sizes[at] = sizeBytes;
    count++;
    bytes += sizeBytes;
  }

  /** Everything up to an index has been answered. */
  public void freeTo(long index) {
    while (count > 0 && lastIndexes[head] <= index) {
      bytes -= sizes[head];
      head = (head + 1) & (lastIndexes.length - 1);
      count--;
    }
  }

  public void clear() {
    head = 0;
    count = 0;
    bytes = 0;
  }

  private void grow() {
    int capacity = lastIndexes.length;
    lastIndexes = unrolled(lastIndexes, capacity);
    sizes = unrolled(sizes, capacity);
    head = 0;
  }

  private long[] unrolled(long[] ring, int capacity) {
    long[] wider = Arrays.copyOfRange(ring, head, head + capacity * 2);
    System.arraycopy(ring, 0, wider, capacity - head, head);
    return wider;
  }
}
