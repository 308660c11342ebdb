package io.vertikv.store.group;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells replicas that they were removed from their group: nobody replicates to them any more, so they would never learn it
 * from the log. Who leads tells every peer that has left, until its store has confirmed; any member tells a peer that has
 * left and still sends messages. The other way round, a store that has destroyed a replica says so to whoever still writes
 * to it. Only for its loop.
 *
 * <pre>
 * request    kind u8 = DEPARTURE | what u8 | group u64 | peer u64
 *            what = 1: your peer has left the group      2: the peer that you wrote to is no more
 * answer     1 u8: understood; for what = 1 after the tombstone is on disk
 * </pre>
 */
public final class DepartureNotices implements RequestDesk.Clerk {
  /** Takes a replica of this store out of service. */
  public interface Retirement {
    /** @param buried runs once the tombstone is on disk; at once when it is already */
    void retire(RaftGroup group, Runnable buried);

    /**
     * A peer that is not here was removed; a request to create it may still be on its way.
     *
     * @param noted runs once that is in vain for good
     */
    void exclude(long group, long peer, Runnable noted);
  }

  private enum What {
    YOURS_LEFT(1), MINE_IS_NO_MORE(2);

    final int code;

    What(int code) { this.code = code; }
  }

  private record Addressee(What what, long store, long group, long peer) {}

  private static final Logger LOG = LoggerFactory.getLogger(DepartureNotices.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(4);
  /** More than a cluster ever has under way; beyond it old ones may be told again early. */
  private static final int REMEMBERED_MAX = 1024;
  private static final byte[] UNDERSTOOD = {1};

  private final Loop loop;
  private final Transport transport;
  private final LoopGroups groups;
  private final Retirement retirement;
  private final Map<Addressee, Long> toldNanos = new HashMap<>();
  private final Set<Addressee> confirmed = new HashSet<>();

  public DepartureNotices(Loop loop, Transport transport, LoopGroups groups, Retirement retirement) {
    this.loop = loop;
    this.transport = transport;
    this.groups = groups;
    this.retirement = retirement;
  }

  /** About once a second: who has left and has not confirmed is told again. */
  public void tick() {
    for (RaftGroup group : groups.all()) {
      if (!group.leads()) continue;
      group.departed().forEach((peer, store) -> tell(new Addressee(What.YOURS_LEFT, store, group.id(), peer)));
    }
    transport.flush();
  }

  /** A peer that has left sends messages. */
  void heardFrom(long store, long group, long peer) {
    tell(new Addressee(What.YOURS_LEFT, store, group, peer));
  }

  /** Somebody writes to a peer that this store has destroyed. */
  public void addressed(long fromStore, long group, long peer) {
    tell(new Addressee(What.MINE_IS_NO_MORE, fromStore, group, peer));
  }

  private void tell(Addressee whom) {
    if (confirmed.contains(whom)) return;
    Long before = toldNanos.get(whom);
    long nowNanos = loop.nanoTime();
    if (before != null && nowNanos - before < PAUSE_NANOS) return;
    if (toldNanos.size() >= REMEMBERED_MAX) toldNanos.clear();
    toldNanos.put(whom, nowNanos);
    byte[] payload = new ByteWriter(18).u8(RequestKind.DEPARTURE.code()).u8(whom.what.code).u64(whom.group)
        .u64(whom.peer).toByteArray();
    transport.request(whom.store, payload, nowNanos + ANSWER_NANOS, new Transport.ReplyTarget() {
      @Override
      public void answered(byte[] answer) {
        // A stale sender may have fallen silent and come back: only what is final is not said again.
        if (whom.what != What.YOURS_LEFT) return;
        if (confirmed.size() < REMEMBERED_MAX) confirmed.add(whom);
        RaftGroup group = groups.group(whom.group);
        if (group != null) group.departureKnown(whom.peer);
      }

      @Override
      public void failed(Transport.RequestFailure failure) {
        LOG.debug("store {} was not told that peer {} has left group {}: {}", whom.store, whom.peer, whom.group,
            failure);
      }
    });
  }

  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    int what;
    long id;
    long peer;
    try {
      ByteReader in = new ByteReader(payload, 1, payload.length - 1);
      what = in.u8();
      id = in.u64();
      peer = in.u64();
      in.expectEnd();
    } catch (MalformedBytes unknown) {
      LOG.warn("store {} sent a notice that this version does not understand: {}", fromStore, unknown.getMessage());
      return;
    }
    Runnable understood = () -> {
      answer.accept(UNDERSTOOD);
      transport.flush();
    };
    RaftGroup group = groups.group(id);
    if (what == What.YOURS_LEFT.code && group != null && group.peer() == peer) {
      LOG.warn("store {} says that peer {} of group {}, which lives here, was removed", fromStore, peer, id);
      retirement.retire(group, understood);
      return;
    }
    if (what == What.YOURS_LEFT.code) {
      retirement.exclude(id, peer, understood);
      return;
    }
    if (what == What.MINE_IS_NO_MORE.code && group != null) {
      LOG.info("store {} says that its peer {} of group {} is no more", fromStore, peer, id);
      group.peerGone(peer);
    }
    understood.run();
  }
}
