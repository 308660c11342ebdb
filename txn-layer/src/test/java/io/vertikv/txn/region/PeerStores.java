package io.vertikv.txn.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Four stores in memory, on one virtual time. The first three found a region, as peers with their own numbers. */
final class PeerStores {
  static final long REGION = 2;
  static final int COUNT = 4;
  private static final long WIRE_MILLIS = 1;

  final VirtualLoop loop = new VirtualLoop();
  final Region founded = new Region(REGION, KeyRange.ALL, RegionEpoch.FIRST, Membership.of(PeerSet.of(1, 2, 3)));
  final PeerAddresses founders = PeerAddresses.of(Map.of(1L, 1L, 2L, 2L, 3L, 3L));
  final TimestampSource clock = new Clock();
  /** What stays on the wire. */
  Predicate<GroupMessage> holdsMessages = message -> false;
  Predicate<RequestKind> holdsRequests = kind -> false;
  private final List<Runnable> held = new ArrayList<>();
  private final List<PeerStore> stores = new ArrayList<>();
  private final Set<Long> cutOff = new HashSet<>();

  PeerStores(Path folder) throws IOException {
    for (long id = 1; id <= COUNT; id++) stores.add(new PeerStore(this, id, folder.resolve("s" + id)));
    for (PeerStore store : stores) store.start();
  }

  private final class Clock implements TimestampSource {
    private int given;

    @Override
    public long next() { return Timestamps.of(loop.wallMillis(), ++given); }

    @Override
    public void whenAvailable(Runnable task) { loop.execute(task); }
  }

  PeerStore store(long id) { return stores.get((int) id - 1); }

  List<PeerStore> all() { return stores; }

  // ---- the wire

  void cutOff(long store) { cutOff.add(store); }

  void heal() { cutOff.clear(); }

  boolean reaches(long from, long to) {
    return !cutOff.contains(from) && !cutOff.contains(to) && store(to).alive();
  }

  /** What was held arrives now, twice when it is to. */
  void release(int times) {
    holdsMessages = message -> false;
    holdsRequests = kind -> false;
    List<Runnable> late = List.copyOf(held);
    held.clear();
    for (int i = 0; i < times; i++) late.forEach(Runnable::run);
  }

  int held() { return held.size(); }

  void send(long from, long to, GroupMessage message) {
    Runnable delivery = () -> store(to).received(from, message);
    if (holdsMessages.test(message)) held.add(delivery);
    else if (reaches(from, to)) loop.schedule(WIRE_MILLIS, delivery);
  }

  void request(long from, long to, byte[] payload, long deadlineNanos, Transport.ReplyTarget reply) {
    if (!reaches(from, to)) {
      loop.execute(() -> reply.failed(Transport.RequestFailure.NOT_SENT));
      return;
    }
    boolean[] over = new boolean[1];
    loop.schedule((deadlineNanos - loop.nanoTime()) / 1_000_000, () -> {
      if (!over[0]) reply.failed(Transport.RequestFailure.DEADLINE);
      over[0] = true;
    });
    Runnable delivery = () -> store(to).asked(from, payload, answer -> loop.schedule(WIRE_MILLIS, () -> {
      if (!over[0]) reply.answered(answer);
      over[0] = true;
    }));
    if (holdsRequests.test(RequestKind.of(payload))) held.add(delivery);
    else loop.schedule(WIRE_MILLIS, delivery);
  }

  // ---- what a test does

  /** The replica that serves the region, once one does. */
  RegionHost.Hosted leader(long region) {
    loop.until(() -> find(region) != null);
    return find(region);
  }

  private RegionHost.Hosted find(long region) {
    for (PeerStore store : stores) {
      RegionHost.Hosted hosted = store.replica(region);
      if (hosted != null && hosted.executor().serving() && hosted.group().leaseValid()) return hosted;
    }
    return null;
  }

  /** Runs it where the region is led, and again when that was not there. */
  <T extends TestOperation> T run(long region, T operation) {
    RegionExecutor executor = leader(region).executor();
    executor.submit(operation);
    executor.flush();
    loop.until(operation::isDone);
    assertEquals(null, operation.failure);
    return operation;
  }

  /** The store gets a replica, which is a learner first, and votes when this returns. */
  void add(long region, long peer, long store) {
    join(region, peer, store);
    change(region, new PeerChange.Promote(peer));
  }

  /** Only begins. */
  void join(long region, long peer, long store) {
    change(region, new PeerChange.AddLearner(peer), group -> group.addresses().with(peer, store));
  }

  void remove(long region, long peer) {
    Membership members = leader(region).group().membership();
    if (leader(region).group().peer() == peer)
      lead(region, members.voters().at(members.voters().at(0) == peer ? 1 : 0));
    change(region, new PeerChange.Remove(peer));
  }

  /** That peer leads when this returns. */
  void lead(long region, long peer) {
    for (int tries = 0; leader(region).group().peer() != peer; tries++) {
      if (tries == 100) throw new AssertionError("peer " + peer + " never leads");
      leader(region).executor().transferLeader(peer);
      loop.elapse(50);
    }
  }

  private void change(long region, PeerChange step) {
    change(region, step, RaftGroup::addresses);
  }

  private void change(long region, PeerChange step, Function<RaftGroup, PeerAddresses> after) {
    for (int tries = 0; tries < 200; tries++) {
      RaftGroup group = leader(region).group();
      if (group.proposeMembership(List.of(step), after.apply(group)) instanceof ProposeOutcome.Proposed) return;
      loop.elapse(50);
    }
    throw new AssertionError(step + " is never taken");
  }

  void split(long region, long child, String start, Map<Long, Long> peers) {
    String[] outcome = new String[1];
    leader(region).executor().split(List.of(new SplitChild(child, TestOperation.bytes(start), peers)),
        new SplitListener() {
          @Override
          public void split() { outcome[0] = "split"; }

          @Override
          public void notSplit(String reason) { outcome[0] = reason; }

          @Override
          public void unknown() { outcome[0] = "unknown"; }
        });
    loop.until(() -> outcome[0] != null);
    assertEquals("split", outcome[0]);
  }

  /** The store holds this peer of the region, with state. */
  void awaitSettled(long region, long peer, long store) {
    loop.until(() -> {
      RegionHost.Hosted hosted = store(store).replica(region);
      return hosted != null && hosted.group().peer() == peer && !hosted.group().isEmpty();
    });
  }

  void awaitGone(long region, long store) {
    loop.until(() -> store(store).replica(region) == null && store(store).burial().isIdle());
  }

  /** What the replica on that store has applied. */
  String readHere(long region, long store, String key) {
    TestOperation read = TestOperation.get(key);
    store(store).replica(region).executor().readHere(read, Freshness.STALE);
    loop.until(read::isDone);
    if (read.failure != null) assertInstanceOf(RegionFailure.Unavailable.class, read.failure);
    return read.failure != null ? "unavailable" : (String) read.result;
  }
}
