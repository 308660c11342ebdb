package io.vertikv.resp.rdb;

import io.vertikv.resp.type.Numbers;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes the plain form of a value: every Redis since 4.0 reads it, and packs it again as it likes. */
final class RdbEncoder {
  private static final int STRING = 0;
  private static final int LIST = 1;
  private static final int SET = 2;
  private static final int HASH = 4;
  private static final int ZSET = 5;
  /** Longest text that may be an integer of 32 bits. */
  private static final int INTEGER_CHARS_MAX = 11;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private RdbEncoder() {}

  static byte[] encode(RdbValue value) {
    RdbEncoder encoder = new RdbEncoder();
    switch (value) {
      case RdbValue.Text(byte[] bytes) -> {
        encoder.out.write(STRING);
        encoder.string(bytes);
      }
      case RdbValue.ListOf(List<byte[]> elements) -> encoder.strings(LIST, elements, 1);
      case RdbValue.SetOf(List<byte[]> members) -> encoder.strings(SET, members, 1);
      case RdbValue.Hash(List<byte[]> flat) -> encoder.strings(HASH, flat, 2);
      case RdbValue.SortedSet(List<RdbValue.Scored> members) -> encoder.sortedSet(members);
    }
    return encoder.out.toByteArray();
  }

  private void strings(int type, List<byte[]> strings, int step) {
    out.write(type);
    length(strings.size() / step);
    strings.forEach(this::string);
  }

  private void sortedSet(List<RdbValue.Scored> members) {
    out.write(ZSET);
    length(members.size());
    for (RdbValue.Scored member : members) {
      string(member.member());
      littleEndian(Double.doubleToLongBits(member.score()), 8);
    }
  }

  /** Six bits, fourteen, or thirty-two behind a byte that says so. */
  private void length(int length) {
    if (length < 1 << 6) {
      out.write(length);
    } else if (length < 1 << 14) {
      out.write(0x40 | length >> 8);
      out.write(length);
    } else {
      out.write(0x80);
      for (int shift = 24; shift >= 0; shift -= 8) out.write(length >> shift);
    }
  }

  private void string(byte[] bytes) {
    if (bytes.length <= INTEGER_CHARS_MAX && Numbers.isLong(bytes)) {
      long number = Numbers.toLong(bytes, 0, bytes.length);
      if (number == (int) number) {
        integer((int) number);
        return;
      }
    }
    length(bytes.length);
    out.writeBytes(bytes);
  }

  private void integer(int number) {
    int form = number == (byte) number ? 0 : number == (short) number ? 1 : 2;
    out.write(0xC0 | form);
    littleEndian(number, 1 << form);
  }

  private void littleEndian(long value, int count) {
    for (int i = 0; i < count; i++) out.write((int) (value >> 8 * i));
  }
}
