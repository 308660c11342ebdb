package io.vertikv.tools.server;

import io.vertikv.placement.ids.IdClient;
import io.vertikv.placement.ids.IdOutcome;
import io.vertikv.placement.ids.RequestKey;
import io.vertikv.store.group.GroupMembers;
import io.vertikv.store.loop.Loop;
import java.util.random.RandomGenerator;

/** Ids for peers that operators add by hand, from wherever ids are given out: one is fetched when it is first asked for. */
final class NewPeerIds implements GroupMembers.PeerIds {
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final Loop loop;
  private final IdClient ids;
  private final RandomGenerator random;
  /** 0: none is at hand. */
  private long next;
  private boolean fetching;

  NewPeerIds(Loop loop, IdClient ids, RandomGenerator random) {
    this.loop = loop;
    this.ids = ids;
    this.random = random;
  }

  @Override
  public long take(long store) {
    long taken = next;
    next = 0;
    if (taken == 0) fetch();
    return taken;
  }

  private void fetch() {
    if (fetching) return;
    fetching = true;
    ids.allocate(new RequestKey(random.nextLong(), random.nextLong()), loop.nanoTime() + PATIENCE_NANOS, outcome -> {
      fetching = false;
      if (outcome instanceof IdOutcome.Allocated(long id)) next = id;
    });
  }
}
