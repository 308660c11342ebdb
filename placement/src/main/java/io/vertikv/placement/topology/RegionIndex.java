package io.vertikv.placement.topology;

/**
 * Regions by id: an open table with linear probing, since a million map nodes and boxed keys would weigh more than what they lead
 * to. Ids come in strides (a region and its peers draw from one line), so they are spread by Fibonacci hashing.
 */
final class RegionIndex {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private RegionEntry[] slots = new RegionEntry[16];
  private int size;

  int size() { return size; }

  /** Null when there is none. */
  RegionEntry get(long id) {
    for (int i = home(id);; i = next(i)) {
      RegionEntry found = slots[i];
      if (found == null || found.id() == id) return found;
    }
  }

  /** There must be none with this id, unless it is this one. */
  void put(RegionEntry entry) {
    if (2 * (size + 1) > slots.length) grow();
    if (insert(entry)) size++;
  }

  private boolean insert(RegionEntry entry) {
    for (int i = home(entry.id());; i = next(i)) {
      if (slots[i] == entry) return false;
      if (slots[i] == null) {
        slots[i] = entry;
        return true;
      }
    }
  }

  /** What was pushed away by the removed one comes closer to its home again, so that no hole cuts it off. */
  void remove(RegionEntry entry) {
    int hole = home(entry.id());
    while (slots[hole] != entry) {
      if (slots[hole] == null) return;
      hole = next(hole);
    }
    size--;
    for (int i = next(hole); slots[i] != null; i = next(i)) {
      int wanted = home(slots[i].id());
      boolean mayStay = hole <= i ? hole < wanted && wanted <= i : hole < wanted || wanted <= i;
      if (mayStay) continue;
      slots[hole] = slots[i];
      hole = i;
    }
    slots[hole] = null;
  }

  private void grow() {
    RegionEntry[] old = slots;
    slots = new RegionEntry[2 * old.length];
    for (RegionEntry entry : old) if (entry != null) insert(entry);
  }

  private int home(long id) { return (int) (id * GOLDEN >>> 64 - Integer.numberOfTrailingZeros(slots.length)); }

  private int next(int slot) { return slot + 1 & slots.length - 1; }
}
