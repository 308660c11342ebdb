package io.vertikv.store.snapshot;

import io.vertikv.raft.log.LogMark;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.snapshot.SnapshotRequest.Abandon;
import io.vertikv.store.snapshot.SnapshotRequest.Chunk;
import io.vertikv.store.snapshot.SnapshotRequest.Finish;
import io.vertikv.store.snapshot.SnapshotRequest.Offer;
import java.nio.charset.StandardCharsets;

/**
 * Requests and answers as bytes. What a newer version adds at the end is skipped.
 *
 * <pre>
 * request  request kind u8 = SNAPSHOT | version u8 = 1 | kind u8 | region u64 | index u64 | term u64 | manifest's CRC32C u32 | ...
 *   1 OFFER    raft term u64 | from peer u64 | to peer u64 | manifest sized
 *   2 CHUNK    file u32 | offset u64 | CRC32C u32 | data sized
 *   3 FINISH
 *   4 ABANDON
 * answer   version u8 = 1 | kind u8 | ...
 *   1 EXPECT   file u32 | offset u64
 *   2 COMPLETE
 *   3 BUSY
 *   4 UNKNOWN
 *   5 REFUSED  reason sized, UTF-8
 * </pre>
 */
final class SnapshotWire {
  private static final int VERSION = 1;
  private static final int OFFER = 1;
  private static final int CHUNK = 2;
  private static final int FINISH = 3;
  private static final int ABANDON = 4;
  private static final int EXPECT = 1;
  private static final int COMPLETE = 2;
  private static final int BUSY = 3;
  private static final int UNKNOWN = 4;
  private static final int REFUSED = 5;
  private static final int HEAD_BYTES = 96;

  private SnapshotWire() {}

  static byte[] encode(SnapshotRequest request) {
    return switch (request) {
      case Offer offer -> head(OFFER, offer, offer.manifest().length()).u64(offer.raftTerm()).u64(offer.fromPeer())
          .u64(offer.toPeer()).sized(offer.manifest().array()).toByteArray();
      case Chunk chunk -> head(CHUNK, chunk, chunk.data().length()).u32(chunk.file()).u64(chunk.offset())
          .u32(chunk.crc()).sized(chunk.data().array()).toByteArray();
      case Finish finish -> head(FINISH, finish, 0).toByteArray();
      case Abandon abandon -> head(ABANDON, abandon, 0).toByteArray();
    };
  }

  static SnapshotRequest request(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    if (in.u8() != RequestKind.SNAPSHOT.code()) throw new MalformedBytes("not a snapshot's request");
    requireVersion(in);
    int kind = in.u8();
    SnapshotId snapshot = new SnapshotId(in.u64(), new LogMark(in.u64(), in.u64()));
    Transfer transfer = new Transfer(snapshot, in.u32());
    return switch (kind) {
      case OFFER -> new Offer(transfer, in.u64(), in.u64(), in.u64(), Bytes.of(in.sized()));
      case CHUNK -> new Chunk(transfer, in.u32(), in.u64(), in.u32(), Bytes.of(in.sized()));
      case FINISH -> new Finish(transfer);
      case ABANDON -> new Abandon(transfer);
      default -> throw new MalformedBytes("snapshot request of kind " + kind);
    };
  }

  static byte[] encode(SnapshotAnswer answer) {
    ByteWriter out = new ByteWriter().u8(VERSION);
    return switch (answer) {
      case SnapshotAnswer.Expect expect -> out.u8(EXPECT).u32(expect.file()).u64(expect.offset()).toByteArray();
      case SnapshotAnswer.Complete() -> out.u8(COMPLETE).toByteArray();
      case SnapshotAnswer.Busy() -> out.u8(BUSY).toByteArray();
      case SnapshotAnswer.Unknown() -> out.u8(UNKNOWN).toByteArray();
      case SnapshotAnswer.Refused refused ->
        out.u8(REFUSED).sized(refused.reason().getBytes(StandardCharsets.UTF_8)).toByteArray();
    };
  }

  static SnapshotAnswer answer(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    requireVersion(in);
    int kind = in.u8();
    return switch (kind) {
      case EXPECT -> new SnapshotAnswer.Expect(in.u32(), in.u64());
      case COMPLETE -> new SnapshotAnswer.Complete();
      case BUSY -> new SnapshotAnswer.Busy();
      case UNKNOWN -> new SnapshotAnswer.Unknown();
      case REFUSED -> new SnapshotAnswer.Refused(new String(in.sized(), StandardCharsets.UTF_8));
      default -> throw new MalformedBytes("snapshot answer of kind " + kind);
    };
  }

  private static ByteWriter head(int kind, SnapshotRequest request, int bodyBytes) {
    SnapshotId snapshot = request.transfer().snapshot();
    return new ByteWriter(HEAD_BYTES + bodyBytes).u8(RequestKind.SNAPSHOT.code()).u8(VERSION).u8(kind)
        .u64(snapshot.region())
        .u64(snapshot.last().index()).u64(snapshot.last().term()).u32(request.transfer().manifestCrc());
  }

  private static void requireVersion(ByteReader in) {
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("snapshot message of version " + version);
  }
}
