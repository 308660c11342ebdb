package io.vertikv.resp.command;

/**
 * Which stored database stands behind a number that clients use. SELECT chooses the number; what is stored under it changes
 * when SWAPDB swaps two. Asked when an operation runs, on the region's loop, so that a swap lies between two operations
 * for everybody; changed by SWAPDB, which runs alone.
 */
public final class Databases {
  /** Redis' default. */
  static final int COUNT = 16;

  private final int count;
  /** Never changed in place: a reader on another loop sees all of a swap or nothing. Null: each number is itself. */
  private volatile int[] stored;

  public Databases() { this(COUNT); }

  /** @param count the numbers are 0 to count - 1 */
  public Databases(int count) { this.count = count; }

  /** How many there are: the only place that knows. */
  public int count() { return count; }

  /** The database stored behind the number. */
  public int stored(int number) {
    int[] map = stored;
    return map == null || number >= map.length ? number : map[number];
  }

  /** True when there are as many as Redis has and each number stands for itself: nothing to look up. */
  boolean usual() {
    return stored == null && count == COUNT;
  }

  /** Takes over a map as loaded from the data: element i is what number i stands for. */
  public void restore(int[] map) {
    boolean identity = true;
    for (int i = 0; i < map.length; i++) identity &= map[i] == i;
    stored = identity ? null : map.clone();
  }
}
