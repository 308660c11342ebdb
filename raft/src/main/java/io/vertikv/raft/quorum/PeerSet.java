package io.vertikv.raft.quorum;

import java.util.Arrays;

/** An immutable, ordered set of peer ids. Ids are positive: 0 means "nobody" everywhere in Raft. */
public final class PeerSet {
  public static final PeerSet NONE = new PeerSet(new long[0]);

  private final long[] ids;

  private PeerSet(long[] ascending) { ids = ascending; }

  public static PeerSet of(long... peers) {
    if (peers.length == 0) return NONE;
    long[] sorted = peers.clone();
    Arrays.sort(sorted);
    int kept = 0;
    for (long peer : sorted) {
      if (peer <= 0) throw new IllegalArgumentException("a peer id must be positive: " + peer);
      if (kept == 0 || sorted[kept - 1] != peer) sorted[kept++] = peer;
    }
    return new PeerSet(kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept));
  }

  public int size() { return ids.length; }

  public boolean isEmpty() { return ids.length == 0; }

  /** The peer at a position in ascending order. */
  public long at(int position) { return ids[position]; }

  /** Linear on purpose: sets hold a handful of peers. */
  public boolean contains(long peer) {
    for (long id : ids) {
      if (id == peer) return true;
    }
    return false;
  }

  public PeerSet plus(long peer) {
    if (contains(peer)) return this;
    long[] more = Arrays.copyOf(ids, ids.length + 1);
    more[ids.length] = peer;
    return of(more);
  }

  public PeerSet minus(long peer) {
    if (!contains(peer)) return this;
    long[] fewer = new long[ids.length - 1];
    int kept = 0;
    for (long id : ids) {
      if (id != peer) fewer[kept++] = id;
    }
    return fewer.length == 0 ? NONE : new PeerSet(fewer);
  }

  public PeerSet union(PeerSet other) {
    PeerSet all = this;
    for (long id : other.ids) all = all.plus(id);
    return all;
  }

  public boolean intersects(PeerSet other) {
    for (long id : ids) {
      if (other.contains(id)) return true;
    }
    return false;
  }

  @Override
  public boolean equals(Object other) { return other instanceof PeerSet that && Arrays.equals(ids, that.ids); }

  @Override
  public int hashCode() { return Arrays.hashCode(ids); }

  /** {@code (1 2 3)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < ids.length; i++) text.append(i == 0 ? "" : " ").append(ids[i]);
    return text.append(')').toString();
  }
}
