package io.vertikv.placement.tso;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestKind;
import java.nio.charset.StandardCharsets;

/**
 * How stores ask for timestamps.
 *
 * <pre>
 * request  kind u8 = 3 (TIMESTAMPS) | version u8 = 1 | count u8, 1 to 64
 * answer   version u8 = 1 | kind u8 | ...
 *   1 GIVEN      count u8, 1 to 64 | timestamp u64 each, rising; may be fewer than asked for
 *   2 ELSEWHERE  the leader's store u64, 0: not known
 *   3 NOT_NOW                               the leader, but it has none
 *   4 REFUSED    reason sized, UTF-8
 * </pre>
 */
final class TimestampWire {
  /** In one request. */
  static final int TIMESTAMPS_MAX = 64;
  private static final int VERSION = 1;
  private static final int GIVEN = 1;
  private static final int ELSEWHERE = 2;
  private static final int NOT_NOW = 3;
  private static final int REFUSED = 4;

  /** What the asked store says. */
  sealed interface Answer {
    /** In the order in which they were given out; read only. */
    record Given(long[] timestamps) implements Answer {}

    record Elsewhere(long leaderStore) implements Answer {}

    record NotNow() implements Answer {}

    record Refused(String reason) implements Answer {}
  }

  private TimestampWire() {}

  static byte[] request(int count) {
    return new ByteWriter(8).u8(RequestKind.TIMESTAMPS.code()).u8(VERSION).u8(count).toByteArray();
  }

  /** How many are asked for. */
  static int count(byte[] request) {
    ByteReader in = new ByteReader(request);
    if (in.u8() != RequestKind.TIMESTAMPS.code()) throw new MalformedBytes("not a request for timestamps");
    requireVersion(in);
    int count = checked(in.u8());
    in.expectEnd();
    return count;
  }

  static byte[] encode(Answer answer) {
    ByteWriter out = new ByteWriter(16).u8(VERSION);
    switch (answer) {
      case Answer.Given given -> {
        out.u8(GIVEN).u8(given.timestamps().length);
        for (long ts : given.timestamps()) out.u64(ts);
      }
      case Answer.Elsewhere elsewhere -> out.u8(ELSEWHERE).u64(elsewhere.leaderStore());
      case Answer.NotNow() -> out.u8(NOT_NOW);
      case Answer.Refused refused -> out.u8(REFUSED).sized(refused.reason().getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  static Answer answer(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    requireVersion(in);
    int kind = in.u8();
    Answer answer = switch (kind) {
      case GIVEN -> given(in);
      case ELSEWHERE -> new Answer.Elsewhere(in.u64());
      case NOT_NOW -> new Answer.NotNow();
      case REFUSED -> new Answer.Refused(new String(in.sized(), StandardCharsets.UTF_8));
      default -> throw new MalformedBytes("timestamp answer of kind " + kind);
    };
    in.expectEnd();
    return answer;
  }

  private static Answer.Given given(ByteReader in) {
    long[] timestamps = new long[checked(in.u8())];
    long last = 0;
    for (int i = 0; i < timestamps.length; i++) {
      timestamps[i] = in.u64();
      if (timestamps[i] <= last) throw new MalformedBytes("timestamp " + timestamps[i] + " after " + last);
      last = timestamps[i];
    }
    return new Answer.Given(timestamps);
  }

  private static int checked(int count) {
    if (count < 1 || count > TIMESTAMPS_MAX) throw new MalformedBytes(count + " timestamps");
    return count;
  }

  private static void requireVersion(ByteReader in) {
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("timestamp message of version " + version);
  }
}
