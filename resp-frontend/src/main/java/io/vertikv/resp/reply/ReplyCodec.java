package io.vertikv.resp.reply;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A reply between stores and in the log, whatever protocol its client speaks.
 *
 * <pre>
 * kind u8 | body
 * kind:  1 simple, 2 failure, 7 big number   text sized
 *        3 integer    u64                    4 bulk      sized
 *        5 nil        -                      6 nil array -
 *        8 decimal    u64, IEEE 754          9 false     -         10 true   -
 *       11 array, 12 map, 13 pairs, 14 set, 15 push     count varint | reply*
 *       16 verbatim   format sized | text sized
 *       17 attributed count varint | reply* | reply     18 after  push | reply
 * sized: length varint | bytes; texts in UTF-8
 * </pre>
 *
 * It is part of records that begin with a version, so it has none of its own.
 */
public final class ReplyCodec {
  /** No command nests deeper than a few levels; scripts are bounded as well. */
  public static final int DEPTH_MAX = 64;

  private static final int SIMPLE = 1;
  private static final int FAILURE = 2;
  private static final int INT = 3;
  private static final int BULK = 4;
  private static final int NIL = 5;
  private static final int NIL_ARRAY = 6;
  private static final int BIG_NUMBER = 7;
  private static final int DECIMAL = 8;
  private static final int FALSE = 9;
  private static final int TRUE = 10;
  private static final int ARRAY = 11;
  private static final int MAP = 12;
  private static final int PAIRS = 13;
  private static final int SET = 14;
  private static final int PUSH = 15;
  private static final int VERBATIM = 16;
  private static final int ATTRIBUTED = 17;
  private static final int AFTER = 18;

  private ReplyCodec() {}

  public static void write(Reply reply, ByteWriter out) { write(reply, out, DEPTH_MAX); }

  private static void write(Reply reply, ByteWriter out, int depth) {
    if (depth == 0) throw new IllegalArgumentException("a reply nests deeper than " + DEPTH_MAX);
    switch (reply) {
      case Reply.Simple(String text) -> text(out.u8(SIMPLE), text);
      case Reply.Failure(String text) -> text(out.u8(FAILURE), text);
      case Reply.Int(long value) -> out.u8(INT).u64(value);
      case Reply.Bulk(byte[] array, int offset, int length) -> out.u8(BULK).varint(length).raw(array, offset, length);
      case Reply.Nil(boolean array) -> out.u8(array ? NIL_ARRAY : NIL);
      case Reply.BigNumber(String digits) -> text(out.u8(BIG_NUMBER), digits);
      case Reply.Decimal(double value) -> out.u8(DECIMAL).u64(Double.doubleToRawLongBits(value));
      case Reply.Bool(boolean value) -> out.u8(value ? TRUE : FALSE);
      case Reply.Array(List<Reply> items) -> all(items, out.u8(ARRAY), depth);
      case Reply.MapOf(List<Reply> flat) -> all(flat, out.u8(MAP), depth);
      case Reply.Pairs(List<Reply> flat) -> all(flat, out.u8(PAIRS), depth);
      case Reply.SetOf(List<Reply> items) -> all(items, out.u8(SET), depth);
      case Reply.Push(List<Reply> items) -> all(items, out.u8(PUSH), depth);
      case Reply.Verbatim(String format, byte[] text) -> text(out.u8(VERBATIM), format).sized(text);
      case Reply.Attributed(List<Reply> attributes, Reply of) -> {
        all(attributes, out.u8(ATTRIBUTED), depth);
        write(of, out, depth - 1);
      }
      case Reply.After(Reply.Push push, Reply then) -> {
        write(push, out.u8(AFTER), depth - 1);
        write(then, out, depth - 1);
      }
    }
  }

  private static ByteWriter text(ByteWriter out, String text) {
    return out.sized(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void all(List<Reply> items, ByteWriter out, int depth) {
    out.varint(items.size());
    for (Reply item : items) write(item, out, depth - 1);
  }

  /** @throws MalformedBytes when it is none that this version knows */
  public static Reply read(ByteReader in) {
    return read(in, DEPTH_MAX);
  }

  private static Reply read(ByteReader in, int depth) {
    if (depth == 0) throw new MalformedBytes("a reply nests deeper than " + DEPTH_MAX);
    int kind = in.u8();
    return switch (kind) {
      case SIMPLE -> simple(text(in));
      case FAILURE -> Reply.error(text(in));
      case INT -> Reply.integer(in.u64());
      case BULK -> Reply.bulk(in.sized());
      case NIL -> Reply.NIL;
      case NIL_ARRAY -> Reply.NIL_ARRAY;
      case BIG_NUMBER -> new Reply.BigNumber(text(in));
      case DECIMAL -> Reply.decimal(Double.longBitsToDouble(in.u64()));
      case FALSE -> new Reply.Bool(false);
      case TRUE -> new Reply.Bool(true);
      case ARRAY -> Reply.array(all(in, depth));
      case MAP -> new Reply.MapOf(all(in, depth));
      case PAIRS -> new Reply.Pairs(all(in, depth));
      case SET -> new Reply.SetOf(all(in, depth));
      case PUSH -> new Reply.Push(all(in, depth));
      case VERBATIM -> new Reply.Verbatim(text(in), in.sized());
      case ATTRIBUTED -> new Reply.Attributed(all(in, depth), read(in, depth - 1));
      case AFTER -> new Reply.After(push(in, depth - 1), read(in, depth - 1));
      default -> throw new MalformedBytes("a reply of unknown kind " + kind);
    };
  }

  private static Reply simple(String text) { return text.equals("OK") ? Reply.OK : Reply.simple(text); }

  private static String text(ByteReader in) { return new String(in.sized(), StandardCharsets.UTF_8); }

  private static Reply.Push push(ByteReader in, int depth) {
    if (read(in, depth) instanceof Reply.Push push) return push;
    throw new MalformedBytes("what goes out before a reply must be a push");
  }

  private static List<Reply> all(ByteReader in, int depth) {
    long count = in.varint();
    if (count < 0 || count > in.remaining()) {
      throw new MalformedBytes(count + " replies in " + in.remaining() + " bytes");
    }
    List<Reply> items = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) items.add(read(in, depth - 1));
    return items;
  }
}
