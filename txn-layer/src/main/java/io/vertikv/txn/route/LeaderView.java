package io.vertikv.txn.route;

import io.vertikv.store.loop.Loop;

/** Who leads a region, as far as this store's replica knows. */
public interface LeaderView {
  /** Where the leader lives, at this moment; 0 when that is not known. Any thread. */
  long leaderStore();

  /** Tells the listener of every change from now on, on its loop, until what comes back is run. */
  Runnable listen(Loop loop, Runnable changed);
}
