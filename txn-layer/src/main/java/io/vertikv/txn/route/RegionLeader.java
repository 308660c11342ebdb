package io.vertikv.txn.route;

import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionWatcher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The view of a replica that is told by its Raft group; the replica's loop writes, all loops look. */
public final class RegionLeader implements LeaderView {
  private record Listener(Loop loop, Runnable changed) {}

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile long leaderStore;

  /** On the replica's loop, as often as wanted: with every change of roles, or with every tick. */
  public void is(long store) {
    if (store == leaderStore) return;
    leaderStore = store;
    for (Listener each : listeners) each.loop().execute(each.changed());
  }

  /** What the replica's executor tells: this view of the leader, and the others when the replica begins and ends to serve. */
  public RegionWatcher watcher(Runnable begins, Runnable ends) {
    return new RegionWatcher() {
      @Override
      public void leader(long store) { is(store); }

      @Override
      public void begins() { begins.run(); }

      @Override
      public void ends() { ends.run(); }
    };
  }

  @Override
  public long leaderStore() { return leaderStore; }

  @Override
  public Runnable listen(Loop loop, Runnable changed) {
    Listener listener = new Listener(loop, changed);
    listeners.add(listener);
    return () -> listeners.removeIf(each -> each == listener);
  }
}
