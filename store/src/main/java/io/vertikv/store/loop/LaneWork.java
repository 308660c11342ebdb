package io.vertikv.store.loop;

/**
 * Work that may block on a disk, cut into steps. One step at a time runs, always on the same lane; what a crash may come
 * between are two steps.
 */
public interface LaneWork {
  /** Nothing is due until somebody wakes the lane. */
  long NEVER = Long.MAX_VALUE;
  /** The work is over: the lane ends. */
  long ENDED = -1;

  /** Does one step; says in how many nanoseconds the next one is due if nobody wakes the lane before: 0 is at once. */
  long step();

  /** True when a step would find something to do; asked before the lane goes to sleep. */
  boolean hasWork();
}
