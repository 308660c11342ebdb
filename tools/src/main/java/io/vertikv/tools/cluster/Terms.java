package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may found the cluster, as configured.
 *
 * @param listed the founders by address; empty when any nodes of the cluster's name may found it
 * @param count how many found it
 */
public record Terms(String clusterName, Set<StoreAddress> listed, int count) {
  public Terms {
    listed = Set.copyOf(listed);
    if (count < 1) throw new IllegalArgumentException("a cluster needs a founder, not " + count);
    if (!listed.isEmpty() && listed.size() != count)
      throw new IllegalArgumentException(count + " founders, but " + listed.size() + " are listed");
  }

  boolean admits(StoreAddress address) {
    return listed.isEmpty() || listed.contains(address);
  }

  /** Whether these are founders as configured here; on all nodes that must be the same. */
  boolean fulfilledBy(Collection<Founder> founders) {
    Set<StoreAddress> addresses = founders.stream().map(Founder::address).collect(Collectors.toSet());
    return founders.size() == count && addresses.size() == count && (listed.isEmpty() || addresses.equals(listed));
  }
}
