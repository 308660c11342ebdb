package io.vertikv.store.group;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.SnapshotNeed;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.snapshot.RegionPoint;
import io.vertikv.store.snapshot.RegionSource;
import io.vertikv.store.snapshot.RestoreOutcome;
import io.vertikv.store.snapshot.SendOutcome;
import io.vertikv.store.snapshot.SnapshotArrival;
import io.vertikv.store.snapshot.SnapshotConfig;
import io.vertikv.store.snapshot.SnapshotHost;
import io.vertikv.store.snapshot.SnapshotId;
import io.vertikv.store.snapshot.SnapshotReceiver;
import io.vertikv.store.snapshot.SnapshotSender;
import io.vertikv.store.snapshot.SnapshotStore;
import io.vertikv.store.snapshot.SnapshotTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ties the groups of one loop to the transfer of snapshots: what a leader's node needs is sent, what arrives is offered to
 * the node that it is for, and what that node wants is put in place. Only for its loop.
 */
public final class GroupSnapshots implements SnapshotHost, RequestDesk.Clerk {
  private static final Logger LOG = LoggerFactory.getLogger(GroupSnapshots.class);

  /** Where it lives; workers may block. */
  public record Place(Loop loop, Executor workers, Transport transport, Engine engine, SnapshotStore store) {}

  /** What a state machine does while its state in the engine is replaced; on the loop but where it says otherwise. */
  public interface Replica {
    /** Stops using the state in the engine; {@code quiet} runs once nothing is under way there either. */
    void suspend(Runnable quiet);

    /**
     * On a worker, when the new state is in place: reads what is kept in memory of it. What comes back runs on the loop,
     * before the state machine is told of its new state.
     */
    Runnable reread();

    /** Nothing was replaced. */
    void resume();
  }

  /** Which part of the key space a replica of this store may fill. */
  public interface Bounds {
    /** Null: the group is no region's, or is not here. */
    KeyRange of(long group);
  }

  /**
   * What became of a group's snapshots since the start.
   *
   * @param sent      arrived whole at another store
   * @param failed    were not made, not sent to the end, or not put in place
   * @param installed replaced the state of the replica here
   */
  public record Tally(long sent, long failed, long installed) {
    public static final Tally NONE = new Tally(0, 0, 0);

    public Tally plus(Tally more) {
      return new Tally(sent + more.sent, failed + more.failed, installed + more.installed);
    }
  }

  /**
   * A snapshot that has arrived and is being installed. Until its peer says that it goes on from there, the log must not be
   * cut beyond it: or else the peer would need the next one at once, and so on for ever under load.
   */
  private record Landing(RaftGroup group, long peer, long index, long sinceNanos) {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    boolean isOver(long nowNanos) {
      if (!group.leads() || nowNanos - sinceNanos > PATIENCE_NANOS) return true;
      for (RaftStatus.PeerStatus each : group.status().peers()) if (each.peer() == peer) return each.matched() >= index;
      return true;
    }
  }

  private static final Tally SENT = new Tally(1, 0, 0);
  private static final Tally FAILED = new Tally(0, 1, 0);
  private static final Tally INSTALLED = new Tally(0, 0, 1);

  private final Place place;
  private final LoopGroups groups;
  private final SnapshotSender sender;
  private final SnapshotReceiver receiver;
  private final Consumer<RuntimeException> fatal;
  private final Map<Long, Tally> tallies = new HashMap<>();
  private final List<Landing> landings = new ArrayList<>();
  private Bounds bounds = group -> null;

  /**
   * After {@link io.vertikv.store.snapshot.SnapshotRecovery}.
   *
   * @param fatal told when the engine failed halfway through a restore: only the next start can mend that
   */
  public GroupSnapshots(Place place, SnapshotConfig config, LoopGroups groups, Consumer<RuntimeException> fatal) {
    this.place = place;
    this.groups = groups;
    this.fatal = fatal;
    sender = new SnapshotSender(
        new SnapshotSender.Place(place.loop(), place.workers(), place.transport(), place.engine(), place.store()),
        config);
    receiver = new SnapshotReceiver(
        new SnapshotReceiver.Place(place.loop(), place.workers(), place.engine(), place.store(), this), config);
  }

  /**
   * A group's way to send and restore its state.
   *
   * @param source what belongs to it
   */
  public SnapshotPort port(RegionSource source, Replica replica) {
    return new Port(source, replica);
  }

  /** Before anything starts: what would reach beyond is refused. */
  public void confine(Bounds to) {
    bounds = to;
  }

  /** The group's replica here is being destroyed: nothing is sent of it, and nothing kept that came for it. */
  public void forget(long group) {
    sender.cancelRegion(group);
    landings.removeIf(landing -> landing.group.id() == group);
    for (SnapshotId each : receiver.snapshots()) if (each.region() == group) receiver.discard(each);
  }

  /** Entries up to this index may go as far as snapshots under way are concerned. */
  public long cutLimit(long group) {
    long limit = sender.pinnedIndex(group).orElse(Long.MAX_VALUE);
    for (Landing landing : landings) {
      if (landing.group.id() == group) limit = Math.min(limit, landing.index);
    }
    return limit;
  }

  /** Now and then: who does not lead any more need not send. */
  public void tick() {
    if (!landings.isEmpty()) landings.removeIf(landing -> landing.isOver(place.loop().nanoTime()));
    if (sender.underWay() == 0) return;
    for (RaftGroup group : groups.all()) if (!group.leads()) sender.cancelRegion(group.id());
  }

  /** Before the store stops. */
  public void stop() { sender.cancelAll(); }

  /** Snapshots that are being sent or received, or wait for that. */
  public int underWay() {
    return sender.underWay() + receiver.underWay();
  }

  /** What became of the group's snapshots so far. */
  public Tally tally(long group) {
    return tallies.getOrDefault(group, Tally.NONE);
  }

  private void count(long group, Tally one) { tallies.merge(group, one, Tally::plus); }

  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    receiver.asked(fromStore, payload, bytes -> {
      answer.accept(bytes);
      place.transport().flush();
    });
  }

  @Override
  public Optional<String> refusal(SnapshotArrival offered) {
    long id = offered.manifest().point().region();
    RaftGroup group = groups.group(id);
    if (group == null) return Optional.of("no replica of group " + id + " lives here");
    if (group.peer() != offered.toPeer())
      return Optional.of("the replica here is peer " + group.peer() + ", not " + offered.toPeer());
    if (group.leads()) return Optional.of("the replica here leads");
    if (offered.manifest().point().last().index() <= group.commitIndex())
      return Optional.of("the replica here knows what is committed up to " + group.commitIndex());
    KeyRange own = bounds.of(id);
    if (own != null && !own.contains(offered.manifest().point().range()))
      return Optional.of("the replica here has " + own + " and not " + offered.manifest().point().range());
    return Optional.empty();
  }

  @Override
  public void arrived(SnapshotArrival arrival) {
    SnapshotId id = arrival.manifest().id();
    RaftGroup group = groups.group(id.region());
    if (group == null || group.peer() != arrival.toPeer()) {
      receiver.discard(id);
      return;
    }
    SnapshotMark mark = mark(arrival.manifest().point());
    group.step(arrival.fromStore(), new InstallSnapshot(arrival.fromPeer(), arrival.raftTerm(), mark));
    group.pump();
    if (!group.restores(mark)) receiver.discard(id);
  }

  /** The point as Raft knows it, for an {@code InstallSnapshot}. */
  public static SnapshotMark mark(RegionPoint point) {
    return new SnapshotMark(point.last(), MembershipCodec.decode(point.membership().array()).membership());
  }

  private final class Port implements SnapshotPort {
    private final RegionSource source;
    private final Replica replica;

    Port(RegionSource source, Replica replica) {
      this.source = source;
      this.replica = replica;
    }

    @Override
    public void send(RaftGroup group, SnapshotNeed need, long store) {
      LOG.info("group {}: peer {} on store {} needs a snapshot at {} or later", group.id(), need.peer(), store,
          need.atLeast());
      SnapshotTask task = new SnapshotTask(group.id(), need.term(), group.peer(), store, need.peer(), need.atLeast(),
          source);
      sender.send(task, outcome -> {
        LOG.info("group {}: snapshot for peer {}: {}", group.id(), need.peer(), outcome);
        count(group.id(), switch (outcome) {
          case SendOutcome.Sent sent -> SENT;
          case SendOutcome.Failed failed -> FAILED;
          case SendOutcome.Cancelled cancelled -> Tally.NONE;
        });
        if (outcome instanceof SendOutcome.Sent(SnapshotId snapshot))
          arrived(group, need.peer(), snapshot.last().index());
        else
          group.snapshotSent(need.peer(), false);
      });
    }

    @Override
    public void restore(RaftGroup group, SnapshotMark mark, RestoreListener done) {
      sender.cancelRegion(group.id());
      SnapshotId id = new SnapshotId(group.id(), mark.last());
      replica.suspend(() -> receiver.restore(id, outcome -> ended(id, outcome, done)));
    }

    private void arrived(RaftGroup group, long peer, long index) {
      landings.add(new Landing(group, peer, index, place.loop().nanoTime()));
      group.snapshotArrived(peer, index);
    }

    private void ended(SnapshotId id, RestoreOutcome outcome, RestoreListener done) {
      switch (outcome) {
        case RestoreOutcome.Restored restored -> place.workers().execute(() -> {
          Runnable install = replica.reread();
          place.loop().execute(() -> {
            install.run();
            LOG.info("{} is in place", id);
            count(id.region(), INSTALLED);
            done.restored(true);
          });
        });
        case RestoreOutcome.Unchanged(String reason) -> {
          LOG.warn("{} was not put in place: {}", id, reason);
          count(id.region(), FAILED);
          replica.resume();
          done.restored(false);
        }
        case RestoreOutcome.Halfway(String reason) ->
          fatal.accept(new IllegalStateException(id + " was put in place halfway: " + reason));
      }
    }
  }
}
