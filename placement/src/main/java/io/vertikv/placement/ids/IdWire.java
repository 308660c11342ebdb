package io.vertikv.placement.ids;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestKind;
import java.nio.charset.StandardCharsets;

/**
 * How stores ask for ids.
 *
 * <pre>
 * request  kind u8 = 4 (IDS) | version u8 = 1 | key 16 bytes
 * answer   version u8 = 1 | kind u8 | ...
 *   1 ALLOCATED    id u64
 *   2 NOT_LEADER   the leader's store u64, 0: not known
 *   3 UNAVAILABLE  reason sized, UTF-8
 *   4 UNKNOWN
 *   5 REFUSED      reason sized, UTF-8
 * </pre>
 */
final class IdWire {
  private static final int VERSION = 1;
  private static final int ALLOCATED = 1;
  private static final int NOT_LEADER = 2;
  private static final int UNAVAILABLE = 3;
  private static final int UNKNOWN = 4;
  private static final int REFUSED = 5;

  private IdWire() {}

  static byte[] request(RequestKey key) {
    ByteWriter out = new ByteWriter(2 + RequestKey.BYTES).u8(RequestKind.IDS.code()).u8(VERSION);
    key.write(out);
    return out.toByteArray();
  }

  static RequestKey key(byte[] request) {
    ByteReader in = new ByteReader(request);
    if (in.u8() != RequestKind.IDS.code()) throw new MalformedBytes("not a request for an id");
    requireVersion(in);
    RequestKey key = RequestKey.read(in);
    in.expectEnd();
    return key;
  }

  static byte[] encode(IdOutcome outcome) {
    ByteWriter out = new ByteWriter(16).u8(VERSION);
    return switch (outcome) {
      case IdOutcome.Allocated allocated -> out.u8(ALLOCATED).u64(allocated.id()).toByteArray();
      case IdOutcome.NotLeader elsewhere -> out.u8(NOT_LEADER).u64(elsewhere.leaderStore()).toByteArray();
      case IdOutcome.Unavailable none -> out.u8(UNAVAILABLE).sized(utf8(none.reason())).toByteArray();
      case IdOutcome.Unknown() -> out.u8(UNKNOWN).toByteArray();
      case IdOutcome.Refused refused -> out.u8(REFUSED).sized(utf8(refused.reason())).toByteArray();
    };
  }

  static IdOutcome outcome(byte[] answer) {
    ByteReader in = new ByteReader(answer);
    requireVersion(in);
    int kind = in.u8();
    IdOutcome outcome = switch (kind) {
      case ALLOCATED -> allocated(in.u64());
      case NOT_LEADER -> new IdOutcome.NotLeader(in.u64());
      case UNAVAILABLE -> new IdOutcome.Unavailable(text(in));
      case UNKNOWN -> new IdOutcome.Unknown();
      case REFUSED -> new IdOutcome.Refused(text(in));
      default -> throw new MalformedBytes("id answer of kind " + kind);
    };
    in.expectEnd();
    return outcome;
  }

  private static IdOutcome allocated(long id) {
    if (id < IdWindow.FIRST_ID) throw new MalformedBytes("an allocated id of " + id);
    return new IdOutcome.Allocated(id);
  }

  private static void requireVersion(ByteReader in) {
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("id message of version " + version);
  }

  private static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }

  private static String text(ByteReader in) { return new String(in.sized(), StandardCharsets.UTF_8); }
}
