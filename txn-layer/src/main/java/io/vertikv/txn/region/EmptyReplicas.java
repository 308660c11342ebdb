package io.vertikv.txn.region;

import io.vertikv.raft.membership.Membership;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.group.CreatePeer;
import io.vertikv.store.group.CreatePeerAnswer;
import io.vertikv.store.group.NewPeers;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.ReplicaRecord;
import io.vertikv.store.group.Tombstones;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.StoredState;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes replicas of regions that this store is asked to hold: empty ones, which wait for a snapshot. No two replicas of a store
 * ever overlap; so one is refused as long as another has some of its range, which then is about to be given up (its region has
 * split, or left this store) and the leader asks again.
 *
 * <p>What counts is what the loop and the engine say. The engine is ahead: a region that has split off a moment ago is there before
 * its replica is opened. The loop is behind: a replica that takes a snapshot from after a split shows its smaller range when it
 * has cleared away what it gave up ({@link ReplicaStay}), and not before. Ranges only become smaller, and two that are made at
 * the same time must not touch each other; so what was found free by both stays free.
 *
 * <p><b>Crashes.</b> The range is erased first, whatever an older build may have left there. Descriptor and peer are one write,
 * and flushed before the answer: a start finds them and opens the replica, as empty as it was. For the home loop.
 */
public final class EmptyReplicas implements NewPeers.Housing {
  private static final Logger LOG = LoggerFactory.getLogger(EmptyReplicas.class);

  private final RegionHost.Shared shared;
  private final RegionHost host;
  private final Nursery nursery;
  private final Tombstones tombstones;
  private final Loop loop;
  private final List<CreatePeer> underWay = new ArrayList<>();

  public EmptyReplicas(RegionHost host, Nursery nursery, Tombstones tombstones, Loop loop) {
    this.shared = host.shared;
    this.host = host;
    this.nursery = nursery;
    this.tombstones = tombstones;
    this.loop = loop;
  }

  @Override
  public void create(CreatePeer request, Consumer<CreatePeerAnswer> answer) {
    CreatePeerAnswer known = known(request);
    if (known != null) {
      answer.accept(known);
      return;
    }
    underWay.add(request);
    Region region = new Region(request.region(), request.record().range(), request.record().epoch(),
        Membership.UNINITIALISED);
    RaftGroup.Seat seat = new RaftGroup.Seat(region.id(), request.peer(), region.membership(), PeerAddresses.NONE);
    Nursery.Home home = nursery.home(region, seat);
    shared.workers().execute(() -> make(request, region, home, answer));
  }

  /** What can be said without looking at the disk; null: look. */
  private CreatePeerAnswer known(CreatePeer request) {
    long id = request.region();
    if (tombstones.has(id, request.peer())) return refused("peer " + request.peer() + " was removed from this store");
    RegionHost.Hosted here = host.region(id);
    if (here != null) return standing(here.group(), request.peer());
    for (RegionHost.Hosted other : host.overlapping(request.record().range()))
      return refused("region " + other.id() + " has " + other.region().range() + " here");
    for (CreatePeer other : underWay) {
      boolean apart = other.region() != id && !other.record().range().overlaps(request.record().range());
      if (!apart) return refused("peer " + other.peer() + " of region " + other.region() + " is being created");
    }
    return null;
  }

  private static CreatePeerAnswer standing(RaftGroup group, long peer) {
    if (group.peer() != peer) return refused("peer " + group.peer() + " of the region is here");
    if (group.isRetired()) return refused("the peer is being removed");
    if (group.restoring()) return new CreatePeerAnswer.Restoring();
    return group.isEmpty() ? new CreatePeerAnswer.Empty() : new CreatePeerAnswer.Settled();
  }

  private static CreatePeerAnswer refused(String why) { return new CreatePeerAnswer.Refused(why); }

  /** On a worker. */
  private void make(CreatePeer request, Region region, Nursery.Home home, Consumer<CreatePeerAnswer> answer) {
    String obstacle = obstacle(request);
    if (obstacle != null) {
      loop.execute(() -> {
        underWay.remove(request);
        answer.accept(refused(obstacle));
      });
      return;
    }
    RegionHoldings.erase(shared.engine(), region.id(), region.range());
    EngineBatch batch = new EngineBatch();
    request.record().put(region.id(), batch);
    ReplicaRecord.put(region.id(), request.peer(), batch);
    shared.engine().write(batch);
    shared.engine().flush();
    RegionHost.Hosted hosted = host.build(region, home, nursery);
    loop.execute(() -> {
      LOG.info("region {} gets a replica here, peer {}: {}", region.id(), request.peer(), region.range());
      underWay.remove(request);
      host.add(hosted);
      nursery.opened(hosted);
      answer.accept(hosted.group().isRetired() ? known(request) : new CreatePeerAnswer.Empty());
    });
  }

  private String obstacle(CreatePeer request) {
    for (Map.Entry<Long, RegionRecord> found : RegionHost.found(shared.engine()).entrySet()) {
      if (found.getKey() == request.region()) return "a replica of the region is about to be opened or to go";
      if (found.getValue().range().overlaps(request.record().range()))
        return "region " + found.getKey() + " has " + found.getValue().range() + " here";
    }
    GroupLog log = shared.log().group(request.region());
    boolean fresh = log.lastIndex() == 0 && log.state().equals(StoredState.NONE);
    return fresh ? null : "the log of the last replica is not gone yet";
  }
}
