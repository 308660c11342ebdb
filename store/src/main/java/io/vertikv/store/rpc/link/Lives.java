package io.vertikv.store.rpc.link;

import java.util.concurrent.ConcurrentHashMap;

/** The newest life of each store that this process has met; shared by its loops. An older one is never believed again. */
final class Lives {
  private final ConcurrentHashMap<Long, Long> newest = new ConcurrentHashMap<>();

  /** False when a newer life of the store is known. */
  boolean meet(long store, long incarnation) {
    return newest.merge(store, incarnation, Math::max) == incarnation;
  }

  long newest(long store) {
    return newest.getOrDefault(store, 0L);
  }
}
