package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A cluster as one node proposes it. The cluster id is drawn for each proposal and so names it as well.
 *
 * @param proposer the node that alone decides about this proposal
 * @param founders by store id
 */
public record Manifest(long clusterId, long proposer, SortedMap<Long, Founder> founders) {
  public Manifest {
    founders = Collections.unmodifiableSortedMap(new TreeMap<>(founders));
    if (founders.isEmpty()) throw new IllegalArgumentException("a cluster needs a founder");
    if (clusterId == 0) throw new IllegalArgumentException("0 is no cluster's id");
  }

  /** Store ids are 1, 2, …, by order of address, so that people can tell who has which. */
  static Manifest of(long clusterId, long proposer, Collection<Founder> founders) {
    List<Founder> ordered = new ArrayList<>(founders);
    ordered.sort(Comparator.comparing((Founder founder) -> founder.address().host())
        .thenComparing(founder -> founder.address().port()).thenComparing(Founder::nodeId));
    SortedMap<Long, Founder> stores = new TreeMap<>();
    for (int i = 0; i < ordered.size(); i++) stores.put(i + 1L, ordered.get(i));
    return new Manifest(clusterId, proposer, stores);
  }

  /** The store id of this node, if it is a founder. */
  Optional<Long> storeOf(long nodeId) {
    return founders.entrySet().stream().filter(each -> each.getValue().nodeId() == nodeId).map(Map.Entry::getKey)
        .findFirst();
  }

  /** Where the stores are reached. */
  public SortedMap<Long, StoreAddress> addresses() {
    SortedMap<Long, StoreAddress> addresses = new TreeMap<>();
    founders.forEach((store, founder) -> addresses.put(store, founder.address()));
    return addresses;
  }

  /** {@code 1 = a:16379, 2 = b:16379}. */
  String text() {
    return founders.entrySet().stream().map(each -> each.getKey() + " = " + each.getValue().address())
        .collect(Collectors.joining(", "));
  }
}
