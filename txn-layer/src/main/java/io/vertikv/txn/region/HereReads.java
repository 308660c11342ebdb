package io.vertikv.txn.region;

import io.vertikv.store.group.GroupRead;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads of what this replica has applied, whether it leads or not. They run on workers over a snapshot of the engine, those
 * that may run in the same turn of the loop a few at a time over one. Belongs to the region's loop.
 */
final class HereReads {
  /** Operations that one worker runs over one snapshot. */
  private static final int CHUNK = 32;

  private final Loop loop;
  private final DetachedRuns detached;
  private RaftGroup group;
  private ArrayList<RegionOperation> readable = new ArrayList<>();
  private boolean running;
  private boolean pumping;
  private boolean suspended;
  /** What this replica has is no older than this; of use once {@link #proven}. */
  private long provenNanos;
  private boolean proven;

  HereReads(Loop loop, DetachedRuns detached) {
    this.loop = loop;
    this.detached = detached;
  }

  void bind(RaftGroup raft) { group = raft; }

  /** While the engine's state is being replaced there is nothing to be read. */
  void suspend(boolean replacing) {
    suspended = replacing;
  }

  /**
   * A read whose answer may be so old. A read of {@link Freshness#LINEARIZABLE} proves when it was asked for that this replica
   * misses nothing older; for as long as that is recent enough, later ones need no proof of their own.
   *
   * @param staleNanosMax 0: not old at all; Long.MAX_VALUE: however old
   */
  void read(RegionOperation operation, long staleNanosMax) {
    boolean recent = staleNanosMax == Long.MAX_VALUE
        || staleNanosMax > 0 && proven && loop.nanoTime() - provenNanos <= staleNanosMax;
    read(operation, recent ? Freshness.STALE : Freshness.LINEARIZABLE);
  }

  void read(RegionOperation operation, Freshness freshness) {
    if (operation.mode() != RegionOperation.Mode.READ) {
      throw new IllegalArgumentException("only the leader runs " + operation);
    }
    switch (freshness) {
      case LINEARIZABLE -> {
        group.read(new Waiting(operation));
        pump();
      }
      case STALE -> ready(operation);
    }
  }

  /** Once for all that ask in this turn. */
  private void pump() {
    if (pumping) return;
    pumping = true;
    loop.execute(() -> {
      pumping = false;
      group.pump();
    });
  }

  private void ready(RegionOperation operation) {
    readable.add(operation);
    if (running) return;
    running = true;
    loop.execute(this::run);
  }

  private void run() {
    running = false;
    List<RegionOperation> all = readable;
    readable = new ArrayList<>();
    if (suspended) {
      for (RegionOperation operation : all) {
        operation.failed(new RegionFailure.Unavailable("the replica is taking a snapshot"));
      }
      return;
    }
    for (int from = 0; from < all.size(); from += CHUNK) {
      detached.readApplied(List.copyOf(all.subList(from, Math.min(all.size(), from + CHUNK))));
    }
  }

  private final class Waiting implements GroupRead {
    private final RegionOperation operation;
    private final long askedNanos;

    Waiting(RegionOperation operation) {
      this.operation = operation;
      this.askedNanos = loop.nanoTime();
    }

    @Override
    public void readable() {
      if (!proven || askedNanos - provenNanos > 0) provenNanos = askedNanos;
      proven = true;
      ready(operation);
    }

    @Override
    public void failed() { operation.failed(new RegionFailure.NotLeader(group.leaderStore())); }
  }
}
