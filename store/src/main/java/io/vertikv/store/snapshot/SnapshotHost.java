package io.vertikv.store.snapshot;

import java.util.Optional;

/** The receiving store's regions, as far as snapshots concern them. Called on the receiver's loop; must not block. */
public interface SnapshotHost {
  /**
   * A reason to refuse what is offered: its peer does not live here, its epoch is stale, its range overlaps another
   * region, it is behind what the replica has. Empty: welcome.
   */
  Optional<String> refusal(SnapshotArrival offered);

  /**
   * It is here. Whoever owns the replica steps an {@code InstallSnapshot} into its node, and then either restores it or
   * discards it.
   */
  void arrived(SnapshotArrival arrival);
}
