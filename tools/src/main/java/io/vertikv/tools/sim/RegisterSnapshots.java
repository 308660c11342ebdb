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
import io.vertikv.store.bytes.KeyRange;
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
import java.util.function.Consumer;

/**
 * Snapshots of a {@link RegisterMachine}, each in one request:
 *
 * <pre>
 * from peer u64 | term u64 | state ({@link RegisterState}) | membership sized | (register key sized, value sized)*
 * </pre>
 */
final class RegisterSnapshots implements SnapshotPort {
  private static final long DEADLINE_NANOS = 400 * SimScheduler.MILLI;
  private static final byte[] TAKEN = {1};
  /** Behind all registers. */
  private static final byte[] END = {(byte) 0xFF};

  private record Arrived(SnapshotMark mark, RegisterState state, MembershipPayload membership, byte[] registers) {}

  private final SimStore store;
  private Arrived arrived;

  RegisterSnapshots(SimStore store) { this.store = store; }

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
    ByteWriter out = new ByteWriter(256).u8(RequestKind.SNAPSHOT.code()).u64(group.peer()).u64(need.term());
    Membership membership = GroupRecord.membership(store.engine(), group.id()).orElse(store.founders());
    try (EngineSnapshot engine = store.engine().snapshot();
        EngineCursor cursor = engine.cursor(Family.WRITE, KeyRange.ALL, ReadTier.DISK)) {
      out.raw(RegisterState.read(engine, ReadTier.DISK).encode());
      out.sized(MembershipCodec.encode(new MembershipPayload(membership, group.addresses().attachment())));
      while (cursor.next()) out.sized(cursor.key()).sized(cursor.value());
    }
    return out.toByteArray();
  }

  void asked(byte[] payload, RaftGroup group, long fromStore, Consumer<byte[]> answer) {
    ByteReader in = new ByteReader(payload);
    in.u8();
    long peer = in.u64();
    long term = in.u64();
    RegisterState state = RegisterState.decode(in);
    MembershipPayload membership = MembershipCodec.decode(in.sized());
    SnapshotMark mark = new SnapshotMark(new LogMark(state.index(), state.term()), membership.membership());
    arrived = new Arrived(mark, state, membership, in.rest());
    group.step(fromStore, new InstallSnapshot(peer, term, mark));
    group.pump();
    answer.accept(TAKEN);
  }

  @Override
  public void restore(RaftGroup group, SnapshotMark mark, RestoreListener done) {
    Arrived snapshot = arrived;
    store.workers().execute(() -> {
      boolean here = snapshot != null && snapshot.mark.equals(mark);
      if (here) put(group.id(), snapshot);
      store.loop().execute(() -> done.restored(here));
    });
  }

  private void put(long group, Arrived snapshot) {
    EngineBatch batch = new EngineBatch();
    batch.deleteRange(Family.WRITE, new KeyRange(new byte[0], END));
    ByteReader in = new ByteReader(snapshot.registers);
    while (in.remaining() > 0) batch.put(Family.WRITE, in.sized(), in.sized());
    batch.put(Family.META, RegisterState.key(), snapshot.state.encode());
    GroupRecord.put(group, snapshot.membership, batch);
    store.engine().write(batch);
    if (!store.mutation().resetsLogBeforeFlush()) store.engine().flush();
    store.machine().replaced();
  }
}
