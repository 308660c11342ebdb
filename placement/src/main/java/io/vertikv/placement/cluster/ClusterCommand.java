package io.vertikv.placement.cluster;

import io.vertikv.placement.rule.PlacementRule;
import io.vertikv.placement.rule.StoreLabels;
import java.util.List;
import java.util.Map;

/** A change of what the cluster has on record: an entry of the placement group's log. */
public sealed interface ClusterCommand {
  /** A store says where it is: a new one, or one that has moved or changed its labels. */
  record PutStore(long id, StoreAddresses addresses, StoreLabels labels) implements ClusterCommand {}

  /** A store is serving now, is to be removed, shall stay after all, or is gone. */
  record ChangeLife(long store, StoreLife next) implements ClusterCommand {}

  /** No leaders on this store, or leaders again. */
  record DrainStore(long store, boolean drain) implements ClusterCommand {}

  /** Strikes a removed store from the record. */
  record ForgetStore(long store) implements ClusterCommand {}

  /** @param seenVersion of the configuration that the change was made for; 0: whatever it is */
  record Configure(long seenVersion, Map<Setting, Long> changes) implements ClusterCommand {
    public Configure {
      changes = Map.copyOf(changes);
    }
  }

  /** Which labels tell locations apart, the most distant first. */
  record SetLabelLevels(List<String> levels) implements ClusterCommand {
    public SetLabelLevels {
      levels = List.copyOf(levels);
    }
  }

  /** A scheduler runs, or does not. */
  record SwitchScheduler(SchedulerName scheduler, boolean runs) implements ClusterCommand {}

  record PutRule(PlacementRule rule) implements ClusterCommand {}

  record RemoveRule(String id) implements ClusterCommand {}

  /** Versions that no reader at or above this timestamp needs may be collected. Never goes back. */
  record AdvanceSafePoint(long ts) implements ClusterCommand {}

  /** Takes ids out of the line, for the leader that asks to give out: peers and regions of its operators. */
  record ReserveIds(int count) implements ClusterCommand {
    public static final int COUNT_MAX = 1 << 20;
  }

  /** Somebody took a store's replicas away by hand: it gets none any more, however few stores are left. */
  record ExpelStore(long store) implements ClusterCommand {}
}
