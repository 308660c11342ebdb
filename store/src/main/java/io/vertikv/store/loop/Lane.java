package io.vertikv.store.loop;

import java.util.function.Consumer;

/** Where {@link LaneWork} runs, off the loops: a thread in production, events on virtual time in the simulator. */
public interface Lane {
  /** There is something to do now. Any thread; nearly free while the lane is awake. */
  void wake();

  /** Returns when the work has ended. Blocks. */
  void join();

  /** Makes lanes. */
  interface Factory {
    /**
     * Starts a lane for this work.
     *
     * @param failed told once, on the lane, what a step has thrown; no other step follows
     */
    Lane start(String name, LaneWork work, Consumer<Throwable> failed);
  }
}
