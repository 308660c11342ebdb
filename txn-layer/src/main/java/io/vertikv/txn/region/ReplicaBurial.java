package io.vertikv.txn.region;

import io.vertikv.store.engine.Engine;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.Tombstone;
import io.vertikv.store.group.Tombstones;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.Admission;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.region.RegionRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys replicas of regions that this store was removed from, while it runs on with the others.
 *
 * <pre>
 *   tombstone, durable ─► silence ─► nothing under way ─► keys, records and descriptor, one write ─► log ─► gone
 *         1                 2               3                          4                              5
 * </pre>
 *
 * <p><b>Crashes.</b> Before 1 nothing has happened, and the store is told again. From 1 to 4 the next start finds a replica
 * whose peer is dead, and destroys it by its own descriptor ({@link #resume}); after 4 there is no descriptor, so
 * that whatever lies in its range by then is another's and stays. A log that is left over goes then too. For the home loop.
 */
public final class ReplicaBurial {
  /** What a store does besides; on the loop. */
  public interface Mourners {
    /** It takes no messages from now on. */
    void silenced(RaftGroup group);

    /** Nothing of it is in use any more. */
    void still(RaftGroup group);

    /** Nothing is left of it. */
    void gone(RegionHost.Hosted replica);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaBurial.class);
  private static final long RETRY_MILLIS = 20;

  private final RegionHost.Shared shared;
  private final RegionHost host;
  private final Tombstones tombstones;
  private final Mourners mourners;
  private final Loop loop;
  /** Replicas whose tombstone is being written or that are being destroyed. */
  private final Set<RaftGroup> underWay = new HashSet<>();

  public ReplicaBurial(RegionHost host, Tombstones tombstones, Mourners mourners, Loop loop) {
    this.shared = host.shared;
    this.host = host;
    this.tombstones = tombstones;
    this.mourners = mourners;
    this.loop = loop;
  }

  /** Goes on with what a crash broke off, before anything is opened and before the log's writer starts. Blocks. */
  public static void resume(Engine engine, RaftLog log, Tombstones tombstones, long store) {
    Map<Long, RegionRecord> found = RegionHost.found(engine);
    found.forEach((region, record) -> {
      long peer = RegionHost.peer(engine, region, store);
      boolean dead = tombstones.has(region, peer) || peer == 0 && tombstones.of(region);
      if (!dead) return;
      LOG.warn("peer {} of region {} was removed from this store: what is left of it is deleted", peer, region);
      RegionHoldings.erase(engine, region, record.range());
    });
    for (long group : log.recovery().groups()) {
      boolean over = tombstones.of(group) && RegionRecord.read(engine, group).isEmpty();
      if (!over) continue;
      log.write(List.of(new LogOperation.Remove(group)));
      log.sync();
    }
  }

  /** @param noted runs once it is certain that the peer never takes part again */
  public void bury(RegionHost.Hosted replica, Runnable noted) {
    RaftGroup group = replica.group();
    if (tombstones.has(group.id(), group.peer())) {
      noted.run();
      if (underWay.add(group)) silence(replica);
      return;
    }
    // Asked again before the stone is there: the first one answers.
    if (!underWay.add(group)) return;
    LOG.warn("this store was removed from region {}: its replica, peer {}, is being deleted", group.id(), group.peer());
    tombstones.put(new Tombstone(group.id(), group.peer()), shared.workers(), loop, () -> {
      noted.run();
      silence(replica);
    });
  }

  /** A peer that is not here was removed; if it comes into being meanwhile, it is buried. */
  public void exclude(long region, long peer, Runnable noted) {
    if (tombstones.has(region, peer)) {
      noted.run();
      return;
    }
    tombstones.put(new Tombstone(region, peer), shared.workers(), loop, () -> {
      noted.run();
      RegionHost.Hosted here = host.region(region);
      if (here != null && here.group().peer() == peer) bury(here, () -> {});
    });
  }

  public boolean isIdle() { return underWay.isEmpty(); }

  private void silence(RegionHost.Hosted replica) {
    RaftGroup group = replica.group();
    mourners.silenced(group);
    replica.executor().end();
    group.retire(() -> replica.executor().suspend(() -> {
      mourners.still(group);
      shared.workers().execute(() -> destroy(replica));
    }));
  }

  /** On a worker. */
  private void destroy(RegionHost.Hosted replica) {
    long region = replica.id();
    RegionRecord.read(shared.engine(), region)
        .ifPresent(record -> RegionHoldings.erase(shared.engine(), region, record.range()));
    loop.execute(() -> removeLog(replica));
  }

  private void removeLog(RegionHost.Hosted replica) {
    Admission admission = shared.writer().append(new LogOperation.Remove(replica.id()), loop, removed -> {
      underWay.remove(replica.group());
      host.remove(replica.id());
      mourners.gone(replica);
      LOG.info("peer {} of region {} is deleted here", replica.group().peer(), replica.id());
    });
    if (admission != Admission.ACCEPTED) loop.schedule(RETRY_MILLIS, () -> removeLog(replica));
  }
}
