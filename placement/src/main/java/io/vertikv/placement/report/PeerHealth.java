package io.vertikv.placement.report;

import java.util.List;

/** Peers that the leader worries about: those it has not heard from, and those whose log lags or whose snapshot is on its way. */
public record PeerHealth(List<Long> down, List<Long> pending) {
  public static final PeerHealth GOOD = new PeerHealth(List.of(), List.of());

  public PeerHealth {
    down = List.copyOf(down);
    pending = List.copyOf(pending);
  }

  public boolean good() { return down.isEmpty() && pending.isEmpty(); }

  public boolean good(long peer) { return good() || !down.contains(peer) && !pending.contains(peer); }
}
