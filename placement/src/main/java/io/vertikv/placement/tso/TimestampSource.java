package io.vertikv.placement.tso;

/** Gives out timestamps on a loop. */
public interface TimestampSource {
  /** A timestamp greater than every one given out before, by anyone; 0 when none is to be had right now. */
  long next();

  /** Runs the task, on the loop of this source, once {@link #next} is worth asking again. */
  void whenAvailable(Runnable task);
}
