package io.vertikv.store.group;

import io.vertikv.raft.membership.Attachment;
import io.vertikv.raft.membership.Membership;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * On which stores the peers of a group live. A peer never moves: another store means another peer id. Travels as the
 * attachment of membership changes, always whole.
 *
 * <pre>
 * version u8 = 1 | count u8 | (peer u64, store u64)*
 * </pre>
 */
public record PeerAddresses(SortedMap<Long, Long> storeOfPeer) {
  public static final PeerAddresses NONE = new PeerAddresses(new TreeMap<>());
  private static final int VERSION = 1;
  private static final int PEERS_MAX = 3 * Membership.PEERS_MAX;

  public PeerAddresses {
    storeOfPeer = new TreeMap<>(storeOfPeer);
  }

  public static PeerAddresses of(Map<Long, Long> storeOfPeer) { return new PeerAddresses(new TreeMap<>(storeOfPeer)); }

  /** 0 when it is not known. */
  public long storeOf(long peer) { return storeOfPeer.getOrDefault(peer, 0L); }

  /** The peer on that store that takes part; 0: none does. */
  public long peerOn(long store, Membership members) {
    for (Map.Entry<Long, Long> each : storeOfPeer.entrySet()) {
      if (each.getValue() == store && members.contains(each.getKey())) return each.getKey();
    }
    return 0;
  }

  public PeerAddresses with(long peer, long store) {
    SortedMap<Long, Long> more = new TreeMap<>(storeOfPeer);
    more.put(peer, store);
    return new PeerAddresses(more);
  }

  public PeerAddresses without(long peer) {
    SortedMap<Long, Long> less = new TreeMap<>(storeOfPeer);
    less.remove(peer);
    return new PeerAddresses(less);
  }

  /** False: too many for an {@link #attachment}. */
  public boolean fits() { return storeOfPeer.size() <= PEERS_MAX; }

  public Attachment attachment() {
    if (!fits()) throw new IllegalArgumentException(storeOfPeer.size() + " peers");
    ByteWriter out = new ByteWriter(2 + 16 * storeOfPeer.size()).u8(VERSION).u8(storeOfPeer.size());
    storeOfPeer.forEach((peer, store) -> out.u64(peer).u64(store));
    return Attachment.of(out.toByteArray());
  }

  public static PeerAddresses decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("peer addresses of version " + version);
    int count = in.u8();
    SortedMap<Long, Long> stores = new TreeMap<>();
    for (int i = 0; i < count; i++) stores.put(in.u64(), in.u64());
    in.expectEnd();
    if (stores.size() != count) throw new MalformedBytes("a peer is named twice");
    return new PeerAddresses(stores);
  }
}
