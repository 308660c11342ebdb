package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Where each store of the cluster is reached: as read from disk, and from then on as the stores say. Of two words about
 * one store that of its later life holds. Changed by one thread, read by any.
 */
public final class Directory {
  private final Map<Long, Long> incarnations = new HashMap<>();
  private final List<Consumer<Map<Long, StoreAddress>>> listeners = new CopyOnWriteArrayList<>();
  private volatile SortedMap<Long, StoreAddress> addresses;
  private volatile SortedMap<Long, ClientAddress> clients = Collections.emptySortedMap();

  Directory(SortedMap<Long, StoreAddress> addresses) { this.addresses = addresses; }

  /** By store id; does not change afterwards. */
  public SortedMap<Long, StoreAddress> addresses() { return addresses; }

  /** Where each store serves clients, as far as it was heard since this node started; does not change afterwards. */
  public SortedMap<Long, ClientAddress> clients() {
    return clients;
  }

  /** Tells now, on this thread, and after each change, on the directory's. It must be quick. May be told the same twice. */
  public void listen(Consumer<Map<Long, StoreAddress>> listener) {
    listeners.add(listener);
    listener.accept(addresses);
  }

  /** True when this is news. Listeners do not know yet. */
  boolean heard(long store, long incarnation, StoreAddress address) {
    if (incarnation < incarnations.getOrDefault(store, 0L)) return false;
    incarnations.put(store, incarnation);
    if (address.equals(addresses.get(store))) return false;
    SortedMap<Long, StoreAddress> changed = new TreeMap<>(addresses);
    changed.put(store, address);
    addresses = Collections.unmodifiableSortedMap(changed);
    return true;
  }

  void serves(long store, long incarnation, ClientAddress at) {
    if (incarnation < incarnations.getOrDefault(store, 0L) || at.equals(clients.get(store))) return;
    SortedMap<Long, ClientAddress> changed = new TreeMap<>(clients);
    changed.put(store, at);
    clients = Collections.unmodifiableSortedMap(changed);
  }

  void tell() { listeners.forEach(listener -> listener.accept(addresses)); }
}
