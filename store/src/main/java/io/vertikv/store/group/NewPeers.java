package io.vertikv.store.group;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.progress.ProgressState;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.Transport;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the peers of the regions that are led here exist: nothing on a store comes into being by a Raft message, so a
 * leader asks with {@link CreatePeer}, about once a second, for as long as a peer has none of the log. That is a new learner; or
 * a peer of a child region whose store has missed the split, since its parent's snapshot was made after it. One that is there and
 * empty is sent a snapshot, and another one if it lost that before it was in place.
 *
 * <p>Who campaigns asks for all peers: a leader may have died before a child's peer was made on a store that missed the split,
 * and those who are left are no majority without it. An empty peer votes, and then gets its snapshot from whom it has elected.
 *
 * <p>Asked for are only members of a committed membership: whoever they are, every later leader knows of them, and so will tell
 * them when they have left ({@link DepartureNotices}). A replica that nobody would ever bury does not come about.
 */
public final class NewPeers implements RequestDesk.Clerk {
  /** The store's half. */
  public interface Housing {
    /** @param answer takes it once, on the loop, now or later */
    void create(CreatePeer request, Consumer<CreatePeerAnswer> answer);
  }

  /** The regions of this store. */
  public interface Regions {
    /** As it was applied last; null: the group is no region's, or its leader does not know yet what it is. */
    Region of(long group);
  }

  /** Whom the loop's groups reach, and how. */
  public record Place(Loop loop, Transport transport, LoopGroups groups) {}

  private record Asked(long group, long peer) {}

  private static final Logger LOG = LoggerFactory.getLogger(NewPeers.class);
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10);
  /** Requests without an answer; those for whom there is no room are asked a second later. */
  private static final int ASKED_MAX = 256;

  private final Place place;
  private final Regions regions;
  private final Housing housing;
  private final Set<Asked> asked = new HashSet<>();

  public NewPeers(Place place, Regions regions, Housing housing) {
    this.place = place;
    this.regions = regions;
    this.housing = housing;
  }

  /**
   * About once a second.
   *
   * @param reached whether messages to a store have a way
   */
  public void tick(LongPredicate reached) {
    for (RaftGroup group : place.groups.all()) {
      Region region = group.leads() || group.campaigns() ? regions.of(group.id()) : null;
      if (region == null) continue;
      if (group.campaigns()) askAll(group, region, reached);
      for (RaftStatus.PeerStatus peer : group.status().peers()) {
        if (mayLack(group, peer) && reached.test(group.addresses().storeOf(peer.peer())))
          ask(group, region, peer.peer());
      }
    }
    place.transport.flush();
  }

  private void askAll(RaftGroup group, Region region, LongPredicate reached) {
    PeerSet voters = group.membership().voters();
    for (int i = 0; i < voters.size(); i++) {
      long peer = voters.at(i);
      boolean other = peer != group.peer() && group.hasJoined(peer);
      if (other && reached.test(group.addresses().storeOf(peer))) ask(group, region, peer);
    }
  }

  private boolean mayLack(RaftGroup group, RaftStatus.PeerStatus peer) {
    return peer.peer() != group.peer() && peer.matched() == 0 && peer.state() != ProgressState.SNAPSHOTTING
        && group.hasJoined(peer.peer());
  }

  private void ask(RaftGroup group, Region region, long peer) {
    Asked question = new Asked(group.id(), peer);
    if (asked.size() >= ASKED_MAX || !asked.add(question)) return;
    CreatePeer request = new CreatePeer(group.id(), peer, new RegionRecord(region.range(), region.epoch()));
    long store = group.addresses().storeOf(peer);
    place.transport.request(store, request.encode(), place.loop.nanoTime() + ANSWER_NANOS, new Transport.ReplyTarget() {
      @Override
      public void answered(byte[] payload) {
        asked.remove(question);
        try {
          told(group, peer, CreatePeerAnswer.decode(payload));
        } catch (MalformedBytes unknown) {
          LOG.warn("store {} answers what this version does not understand: {}", store, unknown.getMessage());
        }
      }

      @Override
      public void failed(Transport.RequestFailure failure) {
        asked.remove(question);
        LOG.debug("store {} was not asked for peer {} of group {}: {}", store, peer, group.id(), failure);
      }
    });
  }

  private static void told(RaftGroup group, long peer, CreatePeerAnswer answer) {
    switch (answer) {
      case CreatePeerAnswer.Empty _ -> group.peerEmpty(peer);
      case CreatePeerAnswer.Refused(String reason) -> LOG.debug("peer {} of group {} is not created yet: {}", peer,
          group.id(), reason);
      case CreatePeerAnswer.Restoring _,CreatePeerAnswer.Settled _ -> {}
    }
  }

  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    CreatePeer request;
    try {
      request = CreatePeer.decode(payload);
    } catch (MalformedBytes unknown) {
      LOG.warn("store {} asks for a peer in words that this version does not understand: {}", fromStore,
          unknown.getMessage());
      return;
    }
    housing.create(request, said -> {
      answer.accept(CreatePeerAnswer.encode(said));
      place.transport.flush();
    });
  }
}
