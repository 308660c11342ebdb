package io.vertikv.store.group;

import io.vertikv.store.loop.Lane;
import io.vertikv.store.loop.LaneWork;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Lanes whose steps run when the test says so. */
final class HandLanes implements Lane.Factory {
  private final Map<String, LaneWork> works = new TreeMap<>();

  @Override
  public Lane start(String name, LaneWork work, Consumer<Throwable> failed) {
    works.put(name, work);
    return new Lane() {
      @Override
      public void wake() {}

      @Override
      public void join() {}
    };
  }

  /** One step; what it says. */
  long step(String name) {
    return works.get(name).step();
  }

  /** Steps until there is nothing to do. */
  void run(String name) {
    while (works.get(name).step() == 0) {}
  }
}
