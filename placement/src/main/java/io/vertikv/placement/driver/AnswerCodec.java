package io.vertikv.placement.driver;

import io.vertikv.placement.operator.OrderCodec;
import io.vertikv.placement.report.ReportCodec;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;

/**
 * The bytes of answers to reports. They travel in messages that have a version.
 *
 * <pre>
 * store's answer    u8
 * region's answer   kind u8 | ...
 *   1 NOTHING
 *   2 DO       order sized, in {@link OrderCodec}'s bytes
 *   3 STALE    descriptor, in {@link ReportCodec}'s bytes
 * </pre>
 */
public final class AnswerCodec {
  private static final int NOTHING = 1;
  private static final int DO = 2;
  private static final int STALE = 3;

  private AnswerCodec() {}

  public static void write(StoreAnswer answer, ByteWriter out) { out.u8(answer.code()); }

  public static StoreAnswer storeAnswer(ByteReader in) {
    int code = in.u8();
    for (StoreAnswer answer : StoreAnswer.values()) if (answer.code() == code) return answer;
    throw new MalformedBytes("answer " + code + " to a store");
  }

  public static void write(RegionAnswer answer, ByteWriter out) {
    switch (answer) {
      case RegionAnswer.Nothing _ -> out.u8(NOTHING);
      case RegionAnswer.Do next -> out.u8(DO).sized(OrderCodec.encode(next.order()));
      case RegionAnswer.Stale stale -> ReportCodec.write(stale.known(), out.u8(STALE));
    }
  }

  public static RegionAnswer regionAnswer(ByteReader in) {
    int kind = in.u8();
    return switch (kind) {
      case NOTHING -> RegionAnswer.NOTHING;
      case DO -> new RegionAnswer.Do(OrderCodec.decode(in.sized()));
      case STALE -> new RegionAnswer.Stale(ReportCodec.descriptor(in));
      default -> throw new MalformedBytes("answer " + kind + " to a region");
    };
  }
}
