package io.vertikv.txn.region;

import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.store.snapshot.RegionPoint;
import io.vertikv.store.snapshot.RegionSource;

/**
 * A region's replica as what a snapshot is made of: the newest versions and replaced ones of its keys, its reminders, and its
 * records in META. The membership in the point is that of a log entry: with the addresses attached.
 *
 * <p>The membership may be one that follows the applied index closely ({@link GroupRecord} is written ahead of it); it is
 * committed, so whoever starts from the point only learns of it early.
 *
 * @param region    its range and epoch before they first changed; its membership holds until another one is applied
 * @param addresses where its founders live
 */
public record RegionSnapshotSource(Region region, PeerAddresses addresses) implements RegionSource {
  @Override
  public RegionPoint describe(EngineReader state) {
    AppliedState applied = AppliedState.read(state, region.id(), ReadTier.DISK);
    RegionRecord now = RegionRecord.read(state, region.id())
        .orElseGet(() -> new RegionRecord(region.range(), region.epoch()));
    Membership members = GroupRecord.membership(state, region.id()).orElse(region.membership());
    PeerAddresses homes = GroupRecord.addresses(state, region.id()).orElse(addresses);
    byte[] membership = MembershipCodec.encode(new MembershipPayload(members, homes.attachment()));
    return new RegionPoint(region.id(), now.epoch(), now.range(), new LogMark(applied.index, applied.term),
        Bytes.of(membership), RegionHoldings.copied(region.id(), now.range()));
  }
}
