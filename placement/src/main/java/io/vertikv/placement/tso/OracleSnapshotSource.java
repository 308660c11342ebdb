package io.vertikv.placement.tso;

import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.Attachment;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.snapshot.RegionPoint;
import io.vertikv.store.snapshot.RegionSource;
import java.util.List;

/**
 * The oracle's state as a snapshot: a few records of META, and no files. To the machinery of snapshots it is a region whose
 * id is the group's and whose range is its own record. {@link RegionPoint#membership} is in {@link MembershipCodec}'s bytes,
 * with the peers' addresses attached.
 *
 * @param founders who takes part until a change of membership has been applied
 * @param addresses where the founders live
 */
public record OracleSnapshotSource(long group, Membership founders, PeerAddresses addresses) implements RegionSource {
  @Override
  public RegionPoint describe(EngineReader state) {
    OracleState applied = OracleState.read(state, ReadTier.DISK);
    Membership membership = GroupRecord.membership(state, group).orElse(founders);
    Attachment whereabouts = GroupRecord.addresses(state, group).orElse(addresses).attachment();
    KeyRange own = KeyRange.prefix(OracleState.KEY);
    return new RegionPoint(group, RegionEpoch.FIRST, own, new LogMark(applied.index(), applied.term()),
        Bytes.of(MembershipCodec.encode(new MembershipPayload(membership, whereabouts))),
        List.of(new FamilyRange(Family.META, own), new FamilyRange(Family.META, GroupRecord.records(group))));
  }
}
