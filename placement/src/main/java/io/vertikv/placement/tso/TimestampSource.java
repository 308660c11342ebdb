package io.vertikv.placement.tso;

/**
 * Gives out timestamps on a loop. A timestamp must have been asked for after the need for it arose (a batch's last
 * command arrived): only so the order of timestamps is that of real time. Hence the rules for whoever asks:
 *
 * <ul>
 * <li>ask {@link #next}; at 0 register a task, and ask again when it runs;
 * <li>a task stands for one need: registering it again while it waits changes nothing; if the need is given up
 * (leadership lost), the task must not ask for another need when it runs, unless that one has had a timestamp since.
 * </ul>
 */
public interface TimestampSource {
  /** A timestamp greater than every one given out before, by anyone; 0 when none is to be had right now. */
  long next();

  /** Runs the task, on the loop of this source, once {@link #next} is worth asking again. */
  void whenAvailable(Runnable task);
}
