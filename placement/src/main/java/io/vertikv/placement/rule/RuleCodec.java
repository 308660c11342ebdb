package io.vertikv.placement.rule;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The bytes of rules. Text and keys have a varint length before them.
 *
 * <pre>
 * rule         version u8 = 1 | id | start | end | priority u16 | count u8 | demand*
 * demand       role u8 | count u8 | count u8 constraint* | count u8 label*
 * constraint   label | test u8 | count u8 value*
 * </pre>
 */
public final class RuleCodec {
  private static final int VERSION = 1;

  private RuleCodec() {}

  public static void write(PlacementRule rule, ByteWriter out) {
    out.u8(VERSION).sized(StoreLabels.utf8(rule.id())).sized(rule.start().array()).sized(rule.end().array());
    out.u16(rule.priority()).u8(rule.demands().size());
    for (Demand demand : rule.demands()) {
      out.u8(demand.role().code()).u8(demand.count()).u8(demand.constraints().size());
      for (LabelConstraint constraint : demand.constraints()) {
        out.sized(StoreLabels.utf8(constraint.label())).u8(constraint.test().code());
        words(constraint.values(), out);
      }
      words(demand.locationLabels(), out);
    }
  }

  public static PlacementRule read(ByteReader in) {
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("placement rule of version " + version);
    try {
      return new PlacementRule(StoreLabels.text(in), Bytes.of(in.sized()), Bytes.of(in.sized()), in.u16(),
          list(in, RuleCodec::demand));
    } catch (IllegalArgumentException notARule) {
      throw new MalformedBytes(notARule.getMessage());
    }
  }

  private static Demand demand(ByteReader in) {
    DemandRole role = role(in.u8());
    return new Demand(role, in.u8(), list(in, RuleCodec::constraint), words(in));
  }

  private static LabelConstraint constraint(ByteReader in) {
    return new LabelConstraint(StoreLabels.text(in), test(in.u8()), words(in));
  }

  public static void words(List<String> words, ByteWriter out) {
    out.u8(words.size());
    for (String word : words) out.sized(StoreLabels.utf8(word));
  }

  public static List<String> words(ByteReader in) { return list(in, StoreLabels::text); }

  private static <T> List<T> list(ByteReader in, Function<ByteReader, T> one) {
    int count = in.u8();
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) all.add(one.apply(in));
    return all;
  }

  private static DemandRole role(int code) {
    for (DemandRole role : DemandRole.values()) if (role.code() == code) return role;
    throw new MalformedBytes("role " + code);
  }

  private static LabelConstraint.Test test(int code) {
    for (LabelConstraint.Test test : LabelConstraint.Test.values()) if (test.code() == code) return test;
    throw new MalformedBytes("test " + code + " of a label");
  }
}
