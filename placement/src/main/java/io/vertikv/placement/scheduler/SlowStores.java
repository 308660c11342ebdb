package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.topology.StoreEntry;

/**
 * Relieves a store whose disk has become slow of its leaders: followers that lag do little harm, a leader that does stops its
 * regions. One store at a time: if several look slow at once it is rather the network, the clock or whoever looks. It gets leaders
 * again when it has become quick, which is far below what made it slow, so that it does not go to and fro.
 */
public final class SlowStores implements Scheduler {
  private static final long NOBODY = 0;
  private final EvictLeaders evict = EvictLeaders.ofSlow(store -> isSlow(store.id()));
  private long slow = NOBODY;

  @Override
  public SchedulerName name() { return SchedulerName.EVICT_SLOW_STORE; }

  public boolean isSlow(long store) { return slow != NOBODY && slow == store; }

  /** The scheduler is switched off: nobody is slow. */
  public void forget() { slow = NOBODY; }

  @Override
  public Proposal propose(ClusterView view, Tally tally) {
    StoreEntry relieved = slow == NOBODY ? null : view.store(slow);
    if (relieved == null || recovered(relieved, view)) slow = NOBODY;
    for (StoreEntry store : view.stores()) {
      if (isSlow(store.id()) || !view.state(store).takesMore()) continue;
      if (store.slowScore() < view.get(Setting.SLOW_STORE_SCORE)) continue;
      if (slow != NOBODY) tally.count(name(), Reason.ANOTHER_SLOW_STORE);
      else slow = store.id();
    }
    return evict.propose(view, tally);
  }

  private static boolean recovered(StoreEntry store, ClusterView view) {
    return store.slowScore() <= view.get(Setting.SLOW_STORE_RECOVERED_SCORE) || !view.state(store).takesMore();
  }
}
