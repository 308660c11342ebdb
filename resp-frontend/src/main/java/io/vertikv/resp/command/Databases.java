package io.vertikv.resp.command;

/**
 * Which stored database stands behind a number that clients use. SELECT chooses the number; what is stored under it changes
 * when SWAPDB swaps two. Asked when an operation runs, on the region's loop, so that a swap lies between two operations
 * for everybody; changed by SWAPDB, which runs alone.
 */
public final class Databases {
  /** Never changed in place: a reader on another loop sees all of a swap or nothing. Null: each number is itself. */
  private volatile int[] stored;

  /** The database stored behind the number. */
  public int stored(int number) {
    int[] map = stored;
    return map == null || number >= map.length ? number : map[number];
  }

  /** True when each number stands for itself. */
  public boolean unswapped() { return stored == null; }

  /** Takes over a map as loaded from the data: element i is what number i stands for. */
  public void restore(int[] map) {
    boolean identity = true;
    for (int i = 0; i < map.length; i++) identity &= map[i] == i;
    stored = identity ? null : map.clone();
  }
}
