package io.vertikv.store.group;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.membership.Membership;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The peers that have left a group for good. A committed membership names everybody who took part (its addresses, from which
 * only those go whose stores know) and who takes part now; the difference has left. Peer ids are never used again, so what is in here
 * stays true whatever comes.
 */
final class Departures {
  private final SortedMap<Long, Long> storeOfPeer = new TreeMap<>();
  /** Their stores have said that they know. */
  private final Set<Long> settled = new HashSet<>();
  /** As committed last. */
  private Membership members;

  Departures(Membership founders) { members = founders; }

  /** Only of a committed membership: one that is merely in the log may be taken back. */
  void see(Membership now, PeerAddresses ever) {
    members = now;
    ever.storeOfPeer().forEach((peer, store) -> {
      if (!now.contains(peer)) storeOfPeer.put(peer, store);
    });
  }

  void note(List<LogEntry> committed) {
    for (int i = 0; i < committed.size(); i++) {
      if (committed.get(i).kind() != EntryKind.MEMBERSHIP) continue;
      MembershipPayload payload = (MembershipPayload) committed.get(i).payload();
      byte[] ever = payload.attachment().toByteArray();
      see(payload.membership(), ever.length > 0 ? PeerAddresses.decode(ever) : PeerAddresses.NONE);
    }
  }

  Membership members() { return members; }

  boolean includes(long peer) { return storeOfPeer.containsKey(peer); }

  void settle(long peer) { settled.add(peer); }

  /** Whose stores have not said yet that they know, with these stores. */
  SortedMap<Long, Long> unsettled() {
    SortedMap<Long, Long> open = new TreeMap<>(storeOfPeer);
    open.keySet().removeAll(settled);
    return open;
  }
}
