package io.vertikv.store.group;

import io.vertikv.store.loop.Loop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ticks the groups of one loop that want it. A group that sleeps costs nothing, and while all sleep there is no timer:
 * whoever has something for a group wakes it first ({@link RaftGroup#onStir}). Belongs to the loop.
 */
public final class GroupClock {
  /** A group with what belongs to it. */
  public interface Ticked {
    void tick();

    /** False: nothing happens with time here, until {@link GroupClock#wake} says otherwise. */
    boolean wantsTicks();
  }

  private final Loop loop;
  private final int tickMillis;
  private final Set<Ticked> awake = new LinkedHashSet<>();
  private Loop.Cancellable timer;
  private boolean stopped;

  /** @param tickMillis a few of them make a heartbeat interval of the groups */
  public GroupClock(Loop loop, int tickMillis) {
    this.loop = loop;
    this.tickMillis = tickMillis;
  }

  /** It is ticked from now on, for as long as it wants that. */
  public void wake(Ticked ticked) {
    if (stopped || !awake.add(ticked) || timer != null) return;
    timer = loop.schedule(tickMillis, this::turn);
  }

  /** How many want ticks. */
  public int awake() {
    return awake.size();
  }

  public void stop() {
    stopped = true;
    awake.clear();
    if (timer != null) timer.cancel();
    timer = null;
  }

  /** What is woken meanwhile has its first tick with the next turn. */
  private void turn() {
    for (Ticked each : List.copyOf(awake)) {
      each.tick();
      if (!each.wantsTicks()) awake.remove(each);
    }
    timer = awake.isEmpty() || stopped ? null : loop.schedule(tickMillis, this::turn);
  }
}
