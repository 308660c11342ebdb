package io.vertikv.placement.topology;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The regions that a store leads, or those that it follows: put in, take out and pick one by chance, each in constant time.
 * An entry knows where it lies.
 */
public final class RegionBag {
  private final long store;
  private final boolean ofLeaders;
  private RegionEntry[] entries = new RegionEntry[4];
  private int size;

  RegionBag(long store, boolean ofLeaders) {
    this.store = store;
    this.ofLeaders = ofLeaders;
  }

  public int size() { return size; }

  public RegionEntry at(int position) { return entries[position]; }

  /** Null when empty. */
  public RegionEntry pick(RandomGenerator random) {
    return size == 0 ? null : entries[random.nextInt(size)];
  }

  void put(RegionEntry entry, int peerPosition) {
    if (size == entries.length) entries = Arrays.copyOf(entries, 2 * size);
    entry.slots[peerPosition] = size;
    entries[size++] = entry;
  }

  void remove(RegionEntry entry, int peerPosition) {
    int hole = entry.slots[peerPosition];
    RegionEntry last = entries[--size];
    entries[size] = null;
    if (hole == size) return;
    last.slots[peerOf(last, size)] = hole;
    entries[hole] = last;
  }

  private int peerOf(RegionEntry entry, int slot) {
    for (int i = 0; i < entry.slots.length; i++) {
      boolean here = entry.region.peers().at(i).store() == store && entry.slots[i] == slot;
      if (here && ofLeaders == (i == entry.leaderPosition)) return i;
    }
    throw new IllegalStateException("region " + entry.id() + " is not at " + slot + " of store " + store);
  }
}
