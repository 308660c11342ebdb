package io.vertikv.raft;

/** The sizes of a leader's own entries that are not committed: a ring by index, so that the sum is always at hand. */
final class UncommittedBytes {
  private int[] sizes = new int[64];
  private long first;
  private int count;
  private long total;

  /** {@code nextIndex} is the index that the first {@link #add} will have. */
  UncommittedBytes(long nextIndex) {
    first = nextIndex;
  }

  long total() { return total; }

  int count() { return count; }

  void add(int sizeBytes) {
    if (count == sizes.length) grow();
    sizes[(int) ((first + count) & (sizes.length - 1))] = sizeBytes;
    count++;
    total += sizeBytes;
  }

  void committedTo(long index) {
    while (count > 0 && first <= index) {
      total -= sizes[(int) (first & (sizes.length - 1))];
      first++;
      count--;
    }
  }

  private void grow() {
    int[] wider = new int[sizes.length * 2];
    for (long index = first; index < first + count; index++) {
      wider[(int) (index & (wider.length - 1))] = sizes[(int) (index & (sizes.length - 1))];
    }
    sizes = wider;
  }
}
