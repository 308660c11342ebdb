package io.vertikv.txn.region;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.RaftConfig;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.rpc.GroupMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Three stores with a replica each of one region, on one virtual time; store and peer have the same number, 1 to 3. */
final class Replicas {
  static final long REGION = 2;
  static final int COUNT = 3;
  private static final long WIRE_MILLIS = 1;

  final VirtualLoop loop = new VirtualLoop();
  final Region region = new Region(REGION, KeyRange.ALL, RegionEpoch.FIRST, Membership.of(PeerSet.of(1, 2, 3)));
  final PeerAddresses addresses = PeerAddresses.of(Map.of(1L, 1L, 2L, 2L, 3L, 3L));
  final Clock clock = new Clock();
  private final List<Replica> replicas = new ArrayList<>();
  private final Set<Long> cutOff = new HashSet<>();
  /** Messages that stay on the wire, and those that do at the moment. */
  Predicate<GroupMessage> holds = message -> false;
  private final List<Runnable> held = new ArrayList<>();

  Replicas(Path folder) throws IOException {
    for (long store = 1; store <= COUNT; store++) replicas.add(new Replica(this, store, folder.resolve("s" + store)));
  }

  /** The oracle, everywhere at once. */
  final class Clock implements TimestampSource {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean stopped;
    private int given;

    @Override
    public long next() { return stopped ? 0 : Timestamps.of(loop.wallMillis(), ++given); }

    @Override
    public void whenAvailable(Runnable task) { waiting.add(task); }

    void stop() { stopped = true; }

    void goOn() {
      stopped = false;
      List<Runnable> told = List.copyOf(waiting);
      waiting.clear();
      told.forEach(Runnable::run);
    }

    int waiting() { return waiting.size(); }
  }

  /** A region that was never split. */
  static Region whole(long id) {
    return new Region(id, KeyRange.ALL, RegionEpoch.FIRST, Membership.UNINITIALISED);
  }

  static RaftConfig raft() { return RaftConfig.defaults(); }

  Replica replica(long store) { return replicas.get((int) store - 1); }

  RegionHost host(RegionExecutor of) {
    for (Replica each : replicas) if (each.executor(of.region().id()) == of) return each.host;
    throw new AssertionError("it is nowhere");
  }

  List<Replica> all() { return replicas; }

  /** The executor that serves the region; null: none. */
  RegionExecutor serving(long region) {
    for (Replica each : replicas) {
      RegionExecutor executor = each.executor(region);
      if (executor != null && executor.serving()) return executor;
    }
    return null;
  }

  List<Replica> others(Replica than) { return replicas.stream().filter(each -> each != than).toList(); }

  void cutOff(Replica replica) { cutOff.add(replica.store); }

  void heal() { cutOff.clear(); }

  /** What was held arrives, cut off or not. */
  void release() {
    holds = message -> false;
    List<Runnable> late = List.copyOf(held);
    held.clear();
    late.forEach(Runnable::run);
  }

  boolean reaches(long from, long to) {
    return !cutOff.contains(from) && !cutOff.contains(to) && replica(to).alive();
  }

  void send(long from, long to, GroupMessage message) {
    Runnable delivery = () -> replica(to).receive(from, message);
    if (holds.test(message)) held.add(delivery);
    else if (reaches(from, to)) loop.schedule(WIRE_MILLIS, delivery);
  }

  /** The one that serves, once there is one among these. */
  Replica leader(List<Replica> among) {
    loop.until(() -> among.stream().anyMatch(Replica::serves));
    return among.stream().filter(Replica::serves).findFirst().orElseThrow();
  }

  Replica leader() { return leader(replicas); }
}
