package io.vertikv.placement.report;

import java.util.List;

/**
 * Peers that the leader worries about.
 *
 * @param down broken, or silent for so long that they should be replaced even if their store lives: what is meant to pass by
 *        itself does not belong here
 * @param pending whose log lags, whose snapshot is on its way, or who have been silent for a moment
 */
public record PeerHealth(List<Long> down, List<Long> pending) {
  public static final PeerHealth GOOD = new PeerHealth(List.of(), List.of());

  public PeerHealth {
    down = List.copyOf(down);
    pending = List.copyOf(pending);
  }

  public boolean good() { return down.isEmpty() && pending.isEmpty(); }

  public boolean good(long peer) { return good() || !down.contains(peer) && !pending.contains(peer); }
}
