package io.vertikv.tools.sim;

import io.vertikv.raft.log.LogEntry;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What the cluster has agreed on so far, region by region. */
final class Ledger implements Check {
  private final Reference reference;
  private final Map<Long, RegionLedger> regions = new TreeMap<>();

  Ledger(Reference reference) {
    this.reference = reference;
    long first = SimReplicas.FIRST_REGION;
    regions.put(first, new RegionLedger(first, reference.base(first)));
  }

  Reference reference() { return reference; }

  RegionLedger of(long region) { return regions.get(region); }

  Collection<RegionLedger> all() { return regions.values(); }

  /** How many entries all regions have agreed on. */
  long committed() {
    return regions.values().stream().mapToLong(each -> each.highest() - reference.base(each.region())).sum();
  }

  @Override
  public void look(SimCluster cluster) {
    for (SimReplica replica : cluster.replicas()) of(replica.region()).look(replica);
  }

  /** A replica applies an entry. */
  void applied(long region, long store, LogEntry entry) {
    RegionLedger ledger = of(region);
    if (!ledger.applied(store, entry)) return;
    for (long born : reference.apply(region, entry)) regions.put(born, ledger.child(born, reference.base(born)));
  }
}
