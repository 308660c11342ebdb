package io.vertikv.tools.sim;

import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.SnapshotNeed;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.SnapshotPort;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.region.RegionHoldings;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Snapshots of regions, each in one request; the real sender and receiver have a crash test of their own
 * ({@code SnapshotCrashTest}). What matters here is when, and what the executor and the group make of it.
 *
 * <pre>
 * kind u8 | region u64 | to peer u64 | from peer u64 | term u64 | applied index u64 | its term u64 | start sized | end sized
 *     | membership sized | (family u8, key sized, value sized)*
 * </pre>
 */
final class SimSnapshots implements SnapshotPort {
  private static final long DEADLINE_NANOS = 400 * SimScheduler.MILLI;
  private static final byte[] TAKEN = {1};

  private record Arrived(SnapshotMark mark, KeyRange range, MembershipPayload membership, byte[] rows) {}

  private final SimStore store;
  private final SimReplicas replicas;
  private final Map<Long, Arrived> arrived = new HashMap<>();

  SimSnapshots(SimStore store, SimReplicas replicas) {
    this.store = store;
    this.replicas = replicas;
  }

  @Override
  public void send(RaftGroup group, SnapshotNeed need, long toStore) {
    byte[] bytes = encode(group, need);
    store.trace("sends a snapshot to", toStore, need.atLeast());
    long deadline = store.loop().nanoTime() + DEADLINE_NANOS;
    store.transport().request(toStore, bytes, deadline, new Transport.ReplyTarget() {
      @Override
      public void answered(byte[] payload) { group.snapshotSent(need.peer(), true); }

      @Override
      public void failed(Transport.RequestFailure failure) { group.snapshotSent(need.peer(), false); }
    });
  }

  private byte[] encode(RaftGroup group, SnapshotNeed need) {
    long region = group.id();
    ByteWriter out = new ByteWriter(1024).u8(RequestKind.SNAPSHOT.code()).u64(region).u64(need.peer())
        .u64(group.peer()).u64(need.term());
    out.u64(RegionHost.appliedIndex(store.engine(), region)).u64(RegionHost.appliedTerm(store.engine(), region));
    try (EngineSnapshot engine = store.engine().snapshot()) {
      KeyRange range = RegionRecord.read(engine, region).orElseThrow().range();
      MembershipPayload members = new MembershipPayload(GroupRecord.membership(engine, region).orElseThrow(),
          GroupRecord.addresses(engine, region).orElse(PeerAddresses.NONE).attachment());
      out.sized(range.start()).sized(range.end()).sized(MembershipCodec.encode(members));
      for (FamilyRange part : RegionHoldings.copied(region, range)) {
        try (EngineCursor cursor = engine.cursor(part.family(), part.range(), ReadTier.DISK)) {
          while (cursor.next()) {
            if (store.mutation().snapshotsLackRequests() && Sabotage.isRequests(part.family(), cursor.key())) continue;
            out.u8(part.family().ordinal()).sized(cursor.key()).sized(cursor.value());
          }
        }
      }
    }
    return out.toByteArray();
  }

  /** What no replica here can take has no answer. */
  void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    ByteReader in = new ByteReader(payload);
    in.u8();
    SimReplica replica = replicas.find(in.u64());
    if (replica == null || replica.group().peer() != in.u64()) return;
    RaftGroup group = replica.group();
    long peer = in.u64();
    long term = in.u64();
    LogMark last = new LogMark(in.u64(), in.u64());
    KeyRange range = new KeyRange(in.sized(), in.sized());
    if (!fits(replica, range)) return;
    MembershipPayload membership = MembershipCodec.decode(in.sized());
    SnapshotMark mark = new SnapshotMark(last, membership.membership());
    arrived.put(group.id(), new Arrived(mark, range, membership, in.rest()));
    group.step(fromStore, new InstallSnapshot(peer, term, mark));
    group.pump();
    answer.accept(TAKEN);
  }

  /** What the replica has given up may belong to another one by now. */
  private static boolean fits(SimReplica replica, KeyRange range) {
    return replica.executor().region().range().contains(range);
  }

  /** The replica is being destroyed. */
  void forget(long region) {
    arrived.remove(region);
  }

  @Override
  public void restore(RaftGroup group, SnapshotMark mark, RestoreListener done) {
    Arrived snapshot = arrived.get(group.id());
    SimReplica replica = replicas.find(group.id());
    boolean fits = snapshot != null && snapshot.mark.equals(mark) && replica != null && fits(replica, snapshot.range);
    if (!fits) {
      store.loop().execute(() -> done.restored(false));
      return;
    }
    KeyRange before = replica.executor().region().range();
    replica.executor().suspend(() -> store.workers().execute(() -> {
      put(group.id(), before, snapshot);
      RegionMemory memory = replica.executor().reread();
      store.loop().execute(() -> {
        replica.executor().replaced(memory);
        done.restored(true);
      });
    }));
  }

  /** What the region has given up since goes with what it had: nobody else can have it here yet. */
  private void put(long region, KeyRange before, Arrived snapshot) {
    EngineBatch batch = new EngineBatch();
    for (FamilyRange part : RegionHoldings.copied(region, before)) {
      try (EngineCursor cursor = store.engine().cursor(part.family(), part.range(), ReadTier.DISK)) {
        while (cursor.next()) batch.delete(part.family(), cursor.key());
      }
    }
    ByteReader in = new ByteReader(snapshot.rows);
    while (in.remaining() > 0) batch.put(Family.values()[in.u8()], in.sized(), in.sized());
    GroupRecord.put(region, snapshot.membership, batch);
    store.engine().write(batch);
    if (!store.mutation().resetsLogBeforeFlush()) store.engine().flush();
  }
}
