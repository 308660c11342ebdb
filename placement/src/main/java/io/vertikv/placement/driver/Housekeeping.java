package io.vertikv.placement.driver;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.operator.IdPool;
import io.vertikv.placement.scheduler.ClusterView;
import io.vertikv.placement.topology.StoreEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Wishes for the log: a new store is serving when it holds nearly its share, a removed one is gone when it holds nothing, and ids are
 * reserved before they run out. What was asked for and has not come is asked for again.
 */
final class Housekeeping {
  static final int IDS_BLOCK = 4096;
  static final int IDS_LOW = 1024;
  /** Of the mean of the serving stores, in percent. */
  private static final int SHARE_PERCENT = 90;

  private final Map<Long, Long> askedMillis = new HashMap<>();
  private static final long IDS = 0;

  List<ClusterCommand> wishes(ClusterView view, boolean allRegionsKnown) {
    List<ClusterCommand> wishes = new ArrayList<>();
    IdPool ids = view.operators().ids();
    if (ids.left() < IDS_LOW && mayAsk(IDS, view))
      wishes.add(new ClusterCommand.ReserveIds(IDS_BLOCK));
    if (!allRegionsKnown) return wishes;
    for (StoreEntry store : view.stores()) {
      StoreLife next = switch (view.state(store)) {
        case PREPARING -> settled(store, view) ? StoreLife.SERVING : null;
        case REMOVING -> empty(store, view) ? StoreLife.REMOVED : null;
        case SERVING, DISCONNECTED, DOWN, REMOVED, UNKNOWN -> null;
      };
      if (next != null && mayAsk(store.id(), view)) wishes.add(new ClusterCommand.ChangeLife(store.id(), next));
    }
    return wishes;
  }

  void idsReserved() { askedMillis.remove(IDS); }

  private boolean mayAsk(long what, ClusterView view) {
    Long before = askedMillis.get(what);
    if (before != null && view.now() - before < view.get(Setting.RESEND_MILLIS)) return false;
    askedMillis.put(what, view.now());
    return true;
  }

  private static boolean settled(StoreEntry store, ClusterView view) {
    long bytes = 0;
    int serving = 0;
    for (StoreEntry other : view.stores()) {
      if (other.record().life() != StoreLife.SERVING) continue;
      bytes += other.bytes();
      serving++;
    }
    boolean share = serving == 0 || store.bytes() * 100 * serving >= bytes * SHARE_PERCENT;
    return share || view.now() - store.sinceMillis() >= view.get(Setting.PREPARING_MILLIS_MAX);
  }

  /** No region has a peer there; and if it lives, it says so itself. Only believed while every range is known. */
  private static boolean empty(StoreEntry store, ClusterView view) {
    boolean says = !store.alive(view.config(), view.now()) || store.report() != null && store.report().regions() == 0;
    return store.peers() == 0 && says && view.regions().gaps() == 0;
  }
}
