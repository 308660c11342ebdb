package io.vertikv.placement.host;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterCommandCodec;
import io.vertikv.placement.driver.AnswerCodec;
import io.vertikv.placement.driver.RegionAnswer;
import io.vertikv.placement.operator.Order;
import io.vertikv.placement.operator.OrderCodec;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.ReportCodec;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The bytes between stores and the placement leader. Text is UTF-8 with a varint length before it.
 *
 * <pre>
 * request  kind u8 = 8 (PLACEMENT) | version u8 = 1 | what u8 | ...
 *   1 REGISTER  command sized, a PUT_STORE
 *   2 STORE     report sized
 *   3 REGIONS   count u8 | report sized*
 *   4 ORDERS    count u8 | order sized*
 *   5 QUESTION  text
 * answer   version u8 = 1 | what u8 | ...
 *   1 STORE     term u64 | store's answer
 *   2 REGIONS   term u64 | count u8 | region's answer*
 *   3 DONE
 *   4 TOLD      text
 *   5 ELSEWHERE the leader's store u64, 0: not known
 *   6 REFUSED   text
 *   7 NOT_NOW   text
 * </pre>
 */
public final class PlacementWire {
  private static final int VERSION = 1;
  private static final int REGISTER = 1;
  private static final int STORE = 2;
  private static final int REGIONS = 3;
  private static final int ORDERS = 4;
  private static final int QUESTION = 5;
  private static final int OF_STORE = 1;
  private static final int OF_REGIONS = 2;
  private static final int DONE = 3;
  private static final int TOLD = 4;
  private static final int ELSEWHERE = 5;
  private static final int REFUSED = 6;
  private static final int NOT_NOW = 7;

  private PlacementWire() {}

  public static byte[] encode(PlacementRequest request) {
    ByteWriter out = new ByteWriter(256).u8(RequestKind.PLACEMENT.code()).u8(VERSION);
    switch (request) {
      case PlacementRequest.Register register -> out.u8(REGISTER).sized(ClusterCommandCodec.encode(register.store()));
      case PlacementRequest.OfStore of -> out.u8(STORE).sized(ReportCodec.encode(of.report()));
      case PlacementRequest.OfRegions of -> {
        out.u8(REGIONS).u8(of.reports().size());
        for (RegionReport report : of.reports()) out.sized(ReportCodec.encode(report));
      }
      case PlacementRequest.Orders of -> {
        out.u8(ORDERS).u8(of.orders().size());
        for (Order order : of.orders()) out.sized(OrderCodec.encode(order));
      }
      case PlacementRequest.Question question -> text(question.text(), out.u8(QUESTION));
    }
    return out.toByteArray();
  }

  public static PlacementRequest request(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    if (in.u8() != RequestKind.PLACEMENT.code()) throw new MalformedBytes("not for placement");
    requireVersion(in);
    int what = in.u8();
    PlacementRequest request = switch (what) {
      case REGISTER -> new PlacementRequest.Register(registration(in.sized()));
      case STORE -> new PlacementRequest.OfStore(ReportCodec.storeReport(in.sized()));
      case REGIONS -> new PlacementRequest.OfRegions(list(in, each -> ReportCodec.regionReport(each.sized())));
      case ORDERS -> new PlacementRequest.Orders(list(in, each -> OrderCodec.decode(each.sized())));
      case QUESTION -> new PlacementRequest.Question(text(in));
      default -> throw new MalformedBytes("placement request " + what);
    };
    in.expectEnd();
    return request;
  }

  private static ClusterCommand.PutStore registration(byte[] bytes) {
    if (ClusterCommandCodec.decode(bytes) instanceof ClusterCommand.PutStore put) return put;
    throw new MalformedBytes("stores register, they do not command");
  }

  public static byte[] encode(PlacementAnswer answer) {
    ByteWriter out = new ByteWriter().u8(VERSION);
    switch (answer) {
      case PlacementAnswer.OfStore of -> AnswerCodec.write(of.answer(), out.u8(OF_STORE).u64(of.term()));
      case PlacementAnswer.OfRegions of -> {
        out.u8(OF_REGIONS).u64(of.term()).u8(of.answers().size());
        for (RegionAnswer each : of.answers()) AnswerCodec.write(each, out);
      }
      case PlacementAnswer.Done _ -> out.u8(DONE);
      case PlacementAnswer.Told told -> text(told.text(), out.u8(TOLD));
      case PlacementAnswer.Elsewhere elsewhere -> out.u8(ELSEWHERE).u64(elsewhere.leaderStore());
      case PlacementAnswer.Refused refused -> text(refused.reason(), out.u8(REFUSED));
      case PlacementAnswer.NotNow later -> text(later.reason(), out.u8(NOT_NOW));
    }
    return out.toByteArray();
  }

  public static PlacementAnswer answer(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    requireVersion(in);
    int what = in.u8();
    PlacementAnswer answer = switch (what) {
      case OF_STORE -> new PlacementAnswer.OfStore(in.u64(), AnswerCodec.storeAnswer(in));
      case OF_REGIONS -> new PlacementAnswer.OfRegions(in.u64(), list(in, AnswerCodec::regionAnswer));
      case DONE -> new PlacementAnswer.Done();
      case TOLD -> new PlacementAnswer.Told(text(in));
      case ELSEWHERE -> new PlacementAnswer.Elsewhere(in.u64());
      case REFUSED -> new PlacementAnswer.Refused(text(in));
      case NOT_NOW -> new PlacementAnswer.NotNow(text(in));
      default -> throw new MalformedBytes("placement answer " + what);
    };
    in.expectEnd();
    return answer;
  }

  private static <T> List<T> list(ByteReader in, Function<ByteReader, T> one) {
    int count = in.u8();
    if (count > PlacementRequest.BATCH_MAX) throw new MalformedBytes(count + " in one batch");
    List<T> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) all.add(one.apply(in));
    return all;
  }

  private static void requireVersion(ByteReader in) {
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("placement message of version " + version);
  }

  private static void text(String text, ByteWriter out) { out.sized(text.getBytes(StandardCharsets.UTF_8)); }

  private static String text(ByteReader in) { return new String(in.sized(), StandardCharsets.UTF_8); }
}
