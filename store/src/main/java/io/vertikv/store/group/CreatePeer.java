package io.vertikv.store.group;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.store.rpc.RequestKind;

/**
 * A region's leader, or who wants to become it, asks a store to hold this peer of it. What the store makes is empty: it knows no
 * members, so it never campaigns; it votes, and keeps the range free for the snapshot that it is to get.
 *
 * <pre>
 * request    kind u8 = CREATE_PEER | version u8 = 1 | region u64 | peer u64 | version u64 | conf version u64 | start sized | end sized
 * answer     version u8 = 1 | standing u8 | reason sized      the reason of a refusal, for the log
 * </pre>
 *
 * @param record range and epoch of the region as its leader has applied them
 */
public record CreatePeer(long region, long peer, RegionRecord record) {
  private static final int VERSION = 1;

  byte[] encode() {
    return new ByteWriter(64).u8(RequestKind.CREATE_PEER.code()).u8(VERSION).u64(region).u64(peer)
        .u64(record.epoch().version()).u64(record.epoch().confVersion()).sized(record.range().start())
        .sized(record.range().end()).toByteArray();
  }

  /** Throws {@link MalformedBytes}. */
  static CreatePeer decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 1, bytes.length - 1);
    CreatePeerAnswer.expect(VERSION, in);
    long region = in.u64();
    long peer = in.u64();
    RegionEpoch epoch = new RegionEpoch(in.u64(), in.u64());
    KeyRange range = new KeyRange(in.sized(), in.sized());
    in.expectEnd();
    if (region <= 0 || peer <= 0 || range.isEmpty())
      throw new MalformedBytes("peer " + peer + " of region " + region + " for " + range);
    return new CreatePeer(region, peer, new RegionRecord(range, epoch));
  }
}
