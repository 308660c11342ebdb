package io.vertikv.resp.rdb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The forms in which Redis packs small collections into one string; each is read into its elements in their order. */
final class PackedForms {
  private static final int END = 0xFF;
  private static final int ZIPLIST_HEADER = 10;
  private static final int LISTPACK_HEADER = 6;
  private static final int BIG = 254;

  private PackedForms() {}

  private static byte[] text(long number) { return Long.toString(number).getBytes(StandardCharsets.US_ASCII); }

  /**
   * Redis 7's small collections.
   *
   * <pre>
   * bytes u32 | count u16 | (entry | length of the entry, 1 to 5 bytes)* | ff
   * </pre>
   */
  static List<byte[]> listpack(byte[] bytes) {
    LittleEndian in = LittleEndian.of(bytes);
    if (bytes.length <= LISTPACK_HEADER || in.u32() != bytes.length)
      throw BadPayload.content("listpack of another size");
    int count = in.u16();
    List<byte[]> elements = new ArrayList<>();
    while (in.peek() != END) {
      int before = in.remaining();
      elements.add(listpackEntry(in));
      in.skip(lengthOfLength(before - in.remaining()));
    }
    in.skip(1);
    in.expectEnd();
    if (count != 0xFFFF && count != elements.size()) throw BadPayload.content("listpack of another count");
    return elements;
  }

  private static byte[] listpackEntry(LittleEndian in) {
    int first = in.u8();
    if (first < 0x80) return text(first);
    if (first < 0xC0) return in.raw(first & 0x3F);
    if (first < 0xE0) return text((long) ((first & 0x1F) << 8 | in.u8()) << 51 >> 51);
    if (first < 0xF0) return in.raw((first & 0x0F) << 8 | in.u8());
    return switch (first) {
      case 0xF0 -> in.raw(in.u32());
      case 0xF1 -> text(in.i16());
      case 0xF2 -> text(in.i24());
      case 0xF3 -> text(in.i32());
      case 0xF4 -> text(in.i64());
      default -> throw BadPayload.content("listpack entry " + first);
    };
  }

  private static int lengthOfLength(int length) {
    if (length <= 127) return 1;
    if (length < 16_383) return 2;
    if (length < 2_097_151) return 3;
    return length < 268_435_455 ? 4 : 5;
  }

  /**
   * Small collections before Redis 7.
   *
   * <pre>
   * bytes u32 | offset of the last entry u32 | count u16 | (length of the previous entry u8 or fe u32 | entry)* | ff
   * </pre>
   */
  static List<byte[]> ziplist(byte[] bytes) {
    LittleEndian in = LittleEndian.of(bytes);
    if (bytes.length <= ZIPLIST_HEADER || in.u32() != bytes.length) throw BadPayload.content("ziplist of another size");
    in.u32();
    int count = in.u16();
    List<byte[]> elements = new ArrayList<>();
    while (in.peek() != END) {
      if (in.u8() == BIG) in.u32();
      elements.add(ziplistEntry(in));
    }
    in.skip(1);
    in.expectEnd();
    if (count != 0xFFFF && count != elements.size()) throw BadPayload.content("ziplist of another count");
    return elements;
  }

  private static byte[] ziplistEntry(LittleEndian in) {
    int first = in.u8();
    switch (first >> 6) {
      case 0 -> { return in.raw(first & 0x3F); }
      case 1 -> { return in.raw((first & 0x3F) << 8 | in.u8()); }
      case 2 -> { return in.raw(in.bigEndian(4)); }
      default -> {}
    }
    return switch (first) {
      case 0xC0 -> text(in.i16());
      case 0xD0 -> text(in.i32());
      case 0xE0 -> text(in.i64());
      case 0xF0 -> text(in.i24());
      case 0xFE -> text(in.i8());
      default -> {
        if (first == END) throw BadPayload.content("ziplist entry " + first);
        yield text((first & 0x0F) - 1);
      }
    };
  }

  /**
   * Small hashes before Redis 2.6.
   *
   * <pre>
   * count u8 | (length | field | length | unused u8 | value | unused bytes)* | ff       a length: u8, or fe and u32
   * </pre>
   */
  static List<byte[]> zipmap(byte[] bytes) {
    LittleEndian in = LittleEndian.of(bytes);
    in.u8();
    List<byte[]> flat = new ArrayList<>();
    while (in.peek() != END) {
      flat.add(in.raw(zipmapLength(in)));
      long length = zipmapLength(in);
      int unused = in.u8();
      flat.add(in.raw(length));
      in.skip(unused);
    }
    in.skip(1);
    in.expectEnd();
    return flat;
  }

  private static long zipmapLength(LittleEndian in) {
    int first = in.u8();
    if (first == END) throw BadPayload.content("zipmap ends inside a pair");
    return first == BIG ? in.u32() : first;
  }

  /**
   * Small sets of integers, ascending.
   *
   * <pre>
   * width u32: 2, 4 or 8 | count u32 | integers
   * </pre>
   */
  static List<byte[]> intset(byte[] bytes) {
    LittleEndian in = LittleEndian.of(bytes);
    long width = in.u32();
    long count = in.u32();
    if (width != 2 && width != 4 && width != 8 || count * width != in.remaining()) {
      throw BadPayload.content("intset of " + count + " integers of width " + width);
    }
    List<byte[]> members = new ArrayList<>((int) count);
    long last = 0;
    for (int i = 0; i < count; i++) {
      long value = width == 2 ? in.i16() : width == 4 ? in.i32() : in.i64();
      if (i > 0 && value <= last) throw BadPayload.content("intset out of order");
      members.add(text(value));
      last = value;
    }
    return members;
  }
}
