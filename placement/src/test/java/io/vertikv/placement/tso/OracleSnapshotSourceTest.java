package io.vertikv.placement.tso;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.ids.IdWindow;
import io.vertikv.placement.ids.RequestKey;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.snapshot.RegionPoint;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OracleSnapshotSourceTest {
  private static final long GROUP = 1;
  private static final Membership FOUNDERS = Membership.of(PeerSet.of(1, 2, 3));
  private static final PeerAddresses ADDRESSES = PeerAddresses.of(Map.of(1L, 11L, 2L, 12L, 3L, 13L));
  private static final OracleState STATE = new OracleState(42, 3, 5_000,
      ClusterState.FOUNDED.with(IdWindow.EMPTY.with(new RequestKey(1, 2))));
  private final OracleSnapshotSource source = new OracleSnapshotSource(GROUP, FOUNDERS, ADDRESSES);
  private final MemoryEngine engine = new MemoryEngine();

  private void write(Membership membership) {
    EngineBatch batch = new EngineBatch();
    batch.put(Family.META, OracleState.KEY, OracleState.encode(STATE));
    batch.put(Family.META, new byte[]{'p', 2}, new byte[]{1});
    GroupRecord.put(GROUP + 1, new MembershipPayload(FOUNDERS, ADDRESSES.attachment()), batch);
    if (membership != null) GroupRecord.put(GROUP, new MembershipPayload(membership, ADDRESSES.attachment()), batch);
    engine.write(batch);
  }

  @Test
  void itNamesTheStateAndItsPointAndNothingOfOthers() {
    Membership later = Membership.of(PeerSet.of(1, 2), PeerSet.of(9));
    write(later);
    RegionPoint point = source.describe(engine);
    assertEquals(new LogMark(42, 3), point.last());
    assertEquals(GROUP, point.region());
    MembershipPayload told = MembershipCodec.decode(point.membership().array());
    assertEquals(later, told.membership());
    assertEquals(ADDRESSES, PeerAddresses.decode(told.attachment().toByteArray()));
    MemoryEngine other = new MemoryEngine();
    EngineBatch batch = new EngineBatch();
    for (FamilyRange part : point.owned()) {
      assertEquals(Family.META, part.family());
      try (EngineCursor cursor = engine.cursor(part.family(), part.range(), ReadTier.DISK)) {
        while (cursor.next()) batch.put(part.family(), cursor.key(), cursor.value());
      }
    }
    other.write(batch);
    assertEquals(STATE, OracleState.read(other, ReadTier.DISK));
    assertEquals(Optional.of(later), GroupRecord.membership(other, GROUP));
    assertEquals(Optional.empty(), GroupRecord.membership(other, GROUP + 1));
    assertNull(other.get(Family.META, new byte[]{'p', 2}, ReadTier.DISK));
  }

  @Test
  void untilAMembershipIsAppliedTheFoundersHold() {
    write(null);
    MembershipPayload told = MembershipCodec.decode(source.describe(engine).membership().array());
    assertEquals(new MembershipPayload(FOUNDERS, ADDRESSES.attachment()), told);
  }
}
