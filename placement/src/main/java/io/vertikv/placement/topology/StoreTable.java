package io.vertikv.placement.topology;

import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.report.StoreReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every store that is on record or was named in a region's peers. */
public final class StoreTable {
  private final Map<Long, StoreEntry> byId = new HashMap<>();
  private List<StoreEntry> onRecord = List.of();

  /** The record has changed. */
  public void onRecord(ClusterState state, long now) {
    List<StoreEntry> stores = new ArrayList<>(state.stores().size());
    byId.values().forEach(store -> store.onRecord(state.stores().get(store.id())));
    state.stores().values().forEach(record -> {
      StoreEntry store = named(record.id(), now);
      store.onRecord(record);
      stores.add(store);
    });
    byId.values().removeIf(store -> store.record() == null && store.peers() == 0);
    onRecord = Collections.unmodifiableList(stores);
  }

  /** False when the store is not on record, or was removed: it must not go on as if it were one of the cluster. */
  public boolean heard(StoreReport report, long now) {
    StoreEntry store = byId.get(report.store());
    if (store == null || store.record() == null || store.record().life() == StoreLife.REMOVED) return false;
    store.heard(report, now);
    return true;
  }

  /** Null when nobody has spoken of it. */
  public StoreEntry get(long id) {
    return byId.get(id);
  }

  StoreEntry named(long id, long now) { return byId.computeIfAbsent(id, absent -> new StoreEntry(id, now)); }

  /** Those on record, by ascending id. */
  public List<StoreEntry> stores() {
    return onRecord;
  }
}
