package io.vertikv.resp.rdb;

import io.vertikv.resp.rdb.BadPayload.Kind;
import io.vertikv.resp.rdb.RdbValue.Scored;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads a value in any of the forms that Redis has written since 2.0 (rdb.h, the RDB_TYPE_ codes). */
final class RdbDecoder {
  private static final int STRING = 0;
  private static final int LIST = 1;
  private static final int SET = 2;
  private static final int ZSET_AS_TEXT = 3;
  private static final int HASH = 4;
  private static final int ZSET = 5;
  private static final int MODULE = 6;
  private static final int MODULE_2 = 7;
  private static final int HASH_ZIPMAP = 9;
  private static final int LIST_ZIPLIST = 10;
  private static final int SET_INTSET = 11;
  private static final int ZSET_ZIPLIST = 12;
  private static final int HASH_ZIPLIST = 13;
  private static final int LIST_OF_ZIPLISTS = 14;
  private static final int STREAM = 15;
  private static final int HASH_LISTPACK = 16;
  private static final int ZSET_LISTPACK = 17;
  private static final int LIST_OF_LISTPACKS = 18;
  private static final int STREAM_2 = 19;
  private static final int SET_LISTPACK = 20;
  private static final int STREAM_3 = 21;

  private static final int CONTAINER_PLAIN = 1;
  private static final int CONTAINER_PACKED = 2;

  private final LittleEndian in;
  /** Bytes that may still be allocated. */
  private long budget;

  private RdbDecoder(LittleEndian in, int bytesMax) {
    this.in = in;
    this.budget = bytesMax;
  }

  static RdbValue decode(LittleEndian in, int bytesMax) {
    RdbDecoder decoder = new RdbDecoder(in, bytesMax);
    RdbValue value = decoder.value(in.u8());
    in.expectEnd();
    return value;
  }

  private RdbValue value(int type) {
    return switch (type) {
      case STRING -> new RdbValue.Text(string());
      case LIST -> list(strings(length(), 1));
      case LIST_ZIPLIST -> list(PackedForms.ziplist(string()));
      case LIST_OF_ZIPLISTS -> list(nodes(PackedForms::ziplist, false));
      case LIST_OF_LISTPACKS -> list(nodes(PackedForms::listpack, true));
      case SET -> set(strings(length(), 1));
      case SET_INTSET -> set(PackedForms.intset(string()));
      case SET_LISTPACK -> set(PackedForms.listpack(string()));
      case ZSET_AS_TEXT -> sortedSet(scored(this::scoreAsText));
      case ZSET -> sortedSet(scored(() -> Double.longBitsToDouble(in.i64())));
      case ZSET_ZIPLIST -> sortedSet(scoredPairs(PackedForms.ziplist(string())));
      case ZSET_LISTPACK -> sortedSet(scoredPairs(PackedForms.listpack(string())));
      case HASH -> hash(strings(length(), 2));
      case HASH_ZIPMAP -> hash(PackedForms.zipmap(string()));
      case HASH_ZIPLIST -> hash(PackedForms.ziplist(string()));
      case HASH_LISTPACK -> hash(PackedForms.listpack(string()));
      case STREAM, STREAM_2, STREAM_3 -> throw new BadPayload(Kind.UNSUPPORTED, "streams");
      case MODULE, MODULE_2 -> throw new BadPayload(Kind.UNSUPPORTED, "module types");
      default -> throw BadPayload.content("type " + type);
    };
  }

  // Lengths and strings.

  private record Length(long value, boolean special) {}

  private Length lengthOrSpecial() {
    int first = in.u8();
    return switch (first >> 6) {
      case 0 -> new Length(first & 0x3F, false);
      case 1 -> new Length((first & 0x3F) << 8 | in.u8(), false);
      case 2 -> new Length(in.bigEndian(first == 0x80 ? 4 : wide(first)), false);
      default -> new Length(first & 0x3F, true);
    };
  }

  private static int wide(int first) {
    if (first != 0x81) throw BadPayload.content("length " + first);
    return 8;
  }

  private long length() {
    Length length = lengthOrSpecial();
    if (length.special() || length.value() < 0) throw BadPayload.content("not a length");
    return length.value();
  }

  private byte[] string() {
    Length length = lengthOrSpecial();
    if (!length.special()) {
      if (length.value() < 0 || length.value() > in.remaining())
        throw BadPayload.content("string longer than the rest");
      return in.raw(allocated(length.value()));
    }
    return switch ((int) length.value()) {
      case 0 -> text(in.i8());
      case 1 -> text(in.i16());
      case 2 -> text(in.i32());
      case 3 -> compressed();
      default -> throw BadPayload.content("string form " + length.value());
    };
  }

  private byte[] compressed() {
    long packed = length();
    long unpacked = length();
    if (packed > in.remaining()) throw BadPayload.content("compressed string longer than the rest");
    allocated(unpacked);
    return Lzf.unpack(in.raw(packed), (int) unpacked);
  }

  private long allocated(long bytes) {
    if (bytes > budget) throw new BadPayload(Kind.TOO_LARGE, "the value is too large");
    budget -= bytes;
    return bytes;
  }

  private static byte[] text(long number) { return Long.toString(number).getBytes(StandardCharsets.US_ASCII); }

  /** So many times so many strings; none is shorter than a byte. */
  private List<byte[]> strings(long count, int each) {
    if (count > in.remaining() / each) throw BadPayload.content(count + " elements in fewer bytes");
    List<byte[]> strings = new ArrayList<>((int) count * each);
    for (long i = 0; i < count * each; i++) strings.add(string());
    return strings;
  }

  // Types.

  private List<byte[]> nodes(Function<byte[], List<byte[]>> packed, boolean withContainers) {
    long count = length();
    if (count > in.remaining()) throw BadPayload.content(count + " nodes in fewer bytes");
    List<byte[]> elements = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long container = withContainers ? length() : CONTAINER_PACKED;
      if (container == CONTAINER_PLAIN) elements.add(string());
      else if (container == CONTAINER_PACKED) elements.addAll(packed.apply(string()));
      else throw BadPayload.content("container " + container);
    }
    return elements;
  }

  @FunctionalInterface
  private interface Score {
    double read();
  }

  private List<Scored> scored(Score score) {
    long count = length();
    if (count > in.remaining() / 2) throw BadPayload.content(count + " members in fewer bytes");
    List<Scored> members = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) members.add(new Scored(string(), score.read()));
    return members;
  }

  /** A length and the digits; the three longest lengths stand for NaN and the infinities. */
  private double scoreAsText() {
    int length = in.u8();
    return switch (length) {
      case 253 -> Double.NaN;
      case 254 -> Double.POSITIVE_INFINITY;
      case 255 -> Double.NEGATIVE_INFINITY;
      default -> number(in.raw(length));
    };
  }

  private static List<Scored> scoredPairs(List<byte[]> flat) {
    if (flat.size() % 2 != 0) throw BadPayload.content("a member without a score");
    List<Scored> members = new ArrayList<>(flat.size() / 2);
    for (int i = 0; i < flat.size(); i += 2) members.add(new Scored(flat.get(i), number(flat.get(i + 1))));
    return members;
  }

  private static double number(byte[] text) {
    return Numbers.toDouble(text, 0, text.length);
  }

  private static RdbValue list(List<byte[]> elements) {
    if (elements.isEmpty()) throw BadPayload.content("an empty list");
    return new RdbValue.ListOf(elements);
  }

  private static RdbValue set(List<byte[]> members) {
    expectDifferent(members, 1);
    return new RdbValue.SetOf(members);
  }

  private static RdbValue hash(List<byte[]> flat) {
    if (flat.size() % 2 != 0) throw BadPayload.content("a field without a value");
    expectDifferent(flat, 2);
    return new RdbValue.Hash(flat);
  }

  private static RdbValue sortedSet(List<Scored> members) {
    for (Scored member : members)
      if (Double.isNaN(member.score())) throw BadPayload.content("a score that is no number");
    expectDifferent(members.stream().map(Scored::member).toList(), 1);
    return new RdbValue.SortedSet(members);
  }

  private static void expectDifferent(List<byte[]> names, int step) {
    if (names.isEmpty()) throw BadPayload.content("an empty collection");
    Set<Slice> seen = HashSet.newHashSet(names.size() / step);
    for (int i = 0; i < names.size(); i += step) {
      if (!seen.add(Slice.of(names.get(i)))) throw BadPayload.content("the same name twice");
    }
  }
}
