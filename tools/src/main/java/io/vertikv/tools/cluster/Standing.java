package io.vertikv.tools.cluster;

/** How far a node has come. Every change is on disk before anybody hears of it. */
public sealed interface Standing {
  /** Belongs to no cluster and has promised nothing. */
  record Unformed() implements Standing {}

  /**
   * Has promised to be part of this cluster if its proposer decides so, and of no other until the proposer takes the
   * proposal back. The proposer decides only when all founders have promised.
   */
  record Reserved(Manifest manifest) implements Standing {}

  /** Belongs to a cluster, for ever. The manifest is the one that the cluster was founded with. */
  record Formed(long storeId, Manifest manifest) implements Standing {
    public Formed {
      if (storeId <= 0) throw new IllegalArgumentException("a store's id must be positive: " + storeId);
    }
  }
}
