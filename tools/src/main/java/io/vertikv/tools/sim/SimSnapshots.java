package io.vertikv.tools.sim;

import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.SnapshotNeed;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.SnapshotPort;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionMemory;
import java.util.function.Consumer;

/**
 * Snapshots of a region, each in one request; the real sender and receiver have a crash test of their own
 * ({@code SnapshotCrashTest}). What matters here is when, and what the executor and the group make of it.
 *
 * <pre>
 * kind u8 | from peer u64 | term u64 | applied index u64 | its term u64 | membership sized
 *     | (family u8, key sized, value sized)*
 * </pre>
 */
final class SimSnapshots implements SnapshotPort {
  private static final long DEADLINE_NANOS = 400 * SimScheduler.MILLI;
  private static final byte[] TAKEN = {1};

  private record Arrived(SnapshotMark mark, MembershipPayload membership, byte[] rows) {}

  private final SimStore store;
  private Arrived arrived;

  SimSnapshots(SimStore store) { this.store = store; }

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
    ByteWriter out = new ByteWriter(1024).u8(RequestKind.SNAPSHOT.code()).u64(group.peer()).u64(need.term());
    Membership membership = GroupRecord.membership(store.engine(), group.id()).orElse(store.founders());
    out.u64(RegionHost.appliedIndex(store.engine(), group.id()))
        .u64(RegionHost.appliedTerm(store.engine(), group.id()));
    out.sized(MembershipCodec.encode(new MembershipPayload(membership, group.addresses().attachment())));
    try (EngineSnapshot engine = store.engine().snapshot()) {
      for (RegionDigest.Part part : RegionDigest.parts()) {
        try (EngineCursor cursor = engine.cursor(part.family(), part.range(), ReadTier.DISK)) {
          while (cursor.next()) {
            if (store.mutation().snapshotsLackRequests() && isRequests(part.family(), cursor.key())) continue;
            out.u8(part.family().ordinal()).sized(cursor.key()).sized(cursor.value());
          }
        }
      }
    }
    return out.toByteArray();
  }

  /** As {@code RegionKeys} has it: 'r', the region's id, the kind of record, and for requests their index. */
  private static boolean isRequests(Family family, byte[] key) {
    return family == Family.META && key.length == 18 && key[9] == 3;
  }

  void asked(byte[] payload, RaftGroup group, long fromStore, Consumer<byte[]> answer) {
    ByteReader in = new ByteReader(payload);
    in.u8();
    long peer = in.u64();
    long term = in.u64();
    LogMark last = new LogMark(in.u64(), in.u64());
    MembershipPayload membership = MembershipCodec.decode(in.sized());
    SnapshotMark mark = new SnapshotMark(last, membership.membership());
    arrived = new Arrived(mark, membership, in.rest());
    group.step(fromStore, new InstallSnapshot(peer, term, mark));
    group.pump();
    answer.accept(TAKEN);
  }

  @Override
  public void restore(RaftGroup group, SnapshotMark mark, RestoreListener done) {
    Arrived snapshot = arrived;
    if (snapshot == null || !snapshot.mark.equals(mark)) {
      store.loop().execute(() -> done.restored(false));
      return;
    }
    store.executor().suspend(() -> store.workers().execute(() -> {
      put(group.id(), snapshot);
      RegionMemory memory = store.executor().reread();
      store.loop().execute(() -> {
        store.executor().replaced(memory);
        done.restored(true);
      });
    }));
  }

  private void put(long group, Arrived snapshot) {
    EngineBatch batch = new EngineBatch();
    for (RegionDigest.Part part : RegionDigest.parts()) {
      try (EngineCursor cursor = store.engine().cursor(part.family(), part.range(), ReadTier.DISK)) {
        while (cursor.next()) batch.delete(part.family(), cursor.key());
      }
    }
    ByteReader in = new ByteReader(snapshot.rows);
    while (in.remaining() > 0) batch.put(Family.values()[in.u8()], in.sized(), in.sized());
    GroupRecord.put(group, snapshot.membership, batch);
    store.engine().write(batch);
    if (!store.mutation().resetsLogBeforeFlush()) store.engine().flush();
  }
}
