package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionRoute;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a leader answers to an {@link Ask}: an outcome, or why there is none.
 *
 * <pre>
 * version u8 = 1 | kind u8 | body
 * kind: 0 done         outcome: the rest
 *       1 not leader   store u64, 0 when none is known
 *       2 unavailable, 3 unknown, 4 busy, 5 disk full, 6 defect   text: the rest, UTF-8
 *       7 too large    bytes u64 | bytes max u64
 *       8 epoch not match   routes: see RouteCodec
 *       9 several regions
 * </pre>
 *
 * @param outcome null: it failed
 * @param failure null: it is done
 */
record Told(byte[] outcome, RegionFailure failure) {
  private static final int VERSION = 1;
  private static final int DONE = 0;
  private static final int NOT_LEADER = 1;
  private static final int UNAVAILABLE = 2;
  private static final int UNKNOWN = 3;
  private static final int BUSY = 4;
  private static final int DISK_FULL = 5;
  private static final int DEFECT = 6;
  private static final int TOO_LARGE = 7;
  private static final int EPOCH_NOT_MATCH = 8;
  private static final int SEVERAL_REGIONS = 9;
  /** Reasons are for people. */
  private static final int TEXT_BYTES_MAX = 1 << 10;

  static byte[] done(byte[] outcome) {
    return new ByteWriter(2 + outcome.length).u8(VERSION).u8(DONE).raw(outcome).toByteArray();
  }

  static byte[] failed(RegionFailure failure) {
    ByteWriter out = new ByteWriter().u8(VERSION);
    switch (failure) {
      case RegionFailure.NotLeader(long store) -> out.u8(NOT_LEADER).u64(store);
      case RegionFailure.Unavailable(String reason) -> text(out, UNAVAILABLE, reason);
      case RegionFailure.Unknown(String reason) -> text(out, UNKNOWN, reason);
      case RegionFailure.Busy(String reason) -> text(out, BUSY, reason);
      case RegionFailure.DiskFull(String reason) -> text(out, DISK_FULL, reason);
      case RegionFailure.Defect(String message) -> text(out, DEFECT, message);
      case RegionFailure.EpochNotMatch(List<RegionRoute> current) ->
        RouteCodec.encode(current, out.u8(EPOCH_NOT_MATCH));
      case RegionFailure.SeveralRegions _ -> out.u8(SEVERAL_REGIONS);
      case RegionFailure.TooLarge(long bytes, long bytesMax) -> out.u8(TOO_LARGE).u64(bytes).u64(bytesMax);
    }
    return out.toByteArray();
  }

  private static void text(ByteWriter out, int kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.u8(kind).raw(bytes, 0, Math.min(bytes.length, TEXT_BYTES_MAX));
  }

  static Told decode(byte[] payload) {
    ByteReader in = new ByteReader(payload);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("an answer of version " + version + ", not " + VERSION);
    int kind = in.u8();
    if (kind == DONE) return new Told(in.rest(), null);
    RegionFailure failure = switch (kind) {
      case NOT_LEADER -> new RegionFailure.NotLeader(in.u64());
      case UNAVAILABLE -> new RegionFailure.Unavailable(text(in));
      case UNKNOWN -> new RegionFailure.Unknown(text(in));
      case BUSY -> new RegionFailure.Busy(text(in));
      case DISK_FULL -> new RegionFailure.DiskFull(text(in));
      case DEFECT -> new RegionFailure.Defect(text(in));
      case TOO_LARGE -> new RegionFailure.TooLarge(in.u64(), in.u64());
      case EPOCH_NOT_MATCH -> new RegionFailure.EpochNotMatch(RouteCodec.decode(in));
      case SEVERAL_REGIONS -> new RegionFailure.SeveralRegions();
      default -> throw new MalformedBytes("an answer of unknown kind " + kind);
    };
    in.expectEnd();
    return new Told(null, failure);
  }

  private static String text(ByteReader in) { return new String(in.rest(), StandardCharsets.UTF_8); }
}
