package io.vertikv.tools.server;

import io.vertikv.raft.RaftStatus;
import io.vertikv.resp.cluster.ClusterMap;
import io.vertikv.resp.cluster.ClusterMap.Node;
import io.vertikv.resp.cluster.ClusterMap.Range;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.cluster.ClientAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionRoute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Who leads which slots, as cluster-aware clients are told by this node. Looked at on the store's loop, once a second and with
 * every change of a leader; read by all loops.
 */
final class SlotLeaders {
  private final ClusterSeat seat;
  private volatile ClientAddress own;
  private volatile ClusterMap map;

  /** @param own where clients reach this node, until {@link #openTo} says it better */
  SlotLeaders(ClusterSeat seat, ClientAddress own) {
    this.seat = seat;
    this.own = own;
  }

  void openTo(ClientAddress clients) { own = clients; }

  ClusterMap map() { return map; }

  /**
   * @param routes of all regions that are known
   * @param held   of which this store has a replica
   */
  void look(List<RegionRoute> routes, Collection<RegionHost.Hosted> held, LongPredicate reaches) {
    List<Range> ranges = new ArrayList<>();
    Map<Long, Long> offsets = new HashMap<>();
    long epoch = 0;
    for (RegionRoute route : routes) {
      List<Long> followers = route.stores().stream().filter(store -> store != route.leaderStore()).toList();
      Range.of(route.range(), route.leaderStore(), followers).ifPresent(ranges::add);
      epoch += route.epoch().version();
    }
    for (RegionHost.Hosted region : held) {
      offsets(region.group(), region.group().leaderStore(), offsets);
      epoch += region.group().term();
    }
    map = new ClusterMap(epoch, seat.store(), nodes(ranges, offsets, reaches), ranges);
  }

  /** A store that holds nothing and is not heard of may have been removed long ago. */
  private List<Node> nodes(List<Range> ranges, Map<Long, Long> offsets, LongPredicate reaches) {
    Map<Long, ClientAddress> doors = new TreeMap<>(seat.clients().known().get());
    doors.put(seat.store(), own);
    Map<Long, StoreAddress> addresses = seat.addresses().get();
    List<Node> nodes = new ArrayList<>();
    doors.forEach((store, door) -> {
      boolean reached = store == seat.store() || reaches.test(store);
      if (!reached && ranges.stream().noneMatch(range -> holds(range, store))) return;
      int busPort = addresses.containsKey(store) ? addresses.get(store).port() : 0;
      nodes.add(new Node(store, id(store), door.host(), door.port(), door.tlsPort(), busPort, reached,
          offsets.getOrDefault(store, 0L)));
    });
    return nodes;
  }

  private static boolean holds(Range range, long store) {
    return range.leader() == store || range.replicas().contains(store);
  }

  /** What a follower knows of others is only that the leader has at least what it has itself. */
  private void offsets(RaftGroup group, long leader, Map<Long, Long> offsets) {
    RaftStatus status = group.status();
    offsets.merge(seat.store(), status.commitIndex(), Long::max);
    offsets.merge(leader, status.commitIndex(), Long::max);
    for (RaftStatus.PeerStatus peer : status.peers())
      offsets.merge(group.addresses().storeOf(peer.peer()), peer.matched(), Long::max);
  }

  /** The same on every node and after every restart, without a word between them. */
  private String id(long store) {
    byte[] named = ByteBuffer.allocate(2 * Long.BYTES).putLong(seat.identity().cluster()).putLong(store).array();
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(named));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-1", impossible);
    }
  }
}
