package io.vertikv.resp.reply;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command's answer, independent of the protocol version; the encoder knows how each one looks in RESP2 and RESP3. */
public sealed interface Reply {
  Reply OK = new Simple("OK");
  Reply QUEUED = new Simple("QUEUED");
  Reply NIL = new Nil(false);
  /** The null that RESP2 writes as {@code *-1}: an EXEC that was aborted, a BLPOP that timed out. */
  Reply NIL_ARRAY = new Nil(true);
  Reply EMPTY_ARRAY = new Array(List.of());

  /** A status line: no CR or LF inside. */
  record Simple(String text) implements Reply {}

  /** An error: starts with its code, as {@code WRONGTYPE Operation …}. */
  record Failure(String text) implements Reply {}

  record Int(long value) implements Reply {}

  /** A slice of an array that nobody changes any more. */
  record Bulk(byte[] array, int offset, int length) implements Reply {}

  record Nil(boolean array) implements Reply {}

  record Array(List<Reply> items) implements Reply {}

  /** Pairs, flat: key, value, key, value. RESP2 writes a flat array. */
  record MapOf(List<Reply> flat) implements Reply {}

  /** Pairs, flat, that are no map: RESP3 writes an array of arrays of two, RESP2 a flat array. */
  record Pairs(List<Reply> flat) implements Reply {}

  /** RESP2 writes an array. */
  record SetOf(List<Reply> items) implements Reply {}

  /** RESP2 writes a bulk string. */
  record Decimal(double value) implements Reply {}

  /** RESP2 writes 1 or 0. */
  record Bool(boolean value) implements Reply {}

  /** RESP2 writes a bulk string. */
  record BigNumber(String digits) implements Reply {}

  /** Text with a three-letter format ("txt", "mkd"). RESP2 writes a bulk string. */
  record Verbatim(String format, byte[] text) implements Reply {}

  /** Out-of-band data; RESP2 writes an array. */
  record Push(List<Reply> items) implements Reply {}

  /** A reply with pairs, flat, that tell about it; RESP2 writes the reply alone. */
  record Attributed(List<Reply> attributes, Reply reply) implements Reply {}

  /** Out-of-band data that goes out before a reply. */
  record After(Push push, Reply reply) implements Reply {}

  static Reply integer(long value) {
    return value >= 0 && value < Integers.CACHED ? Integers.SMALL[(int) value] : new Int(value);
  }

  static Reply bulk(byte[] bytes) { return bytes == null ? NIL : new Bulk(bytes, 0, bytes.length); }

  static Reply bulk(String text) { return bulk(text.getBytes(StandardCharsets.UTF_8)); }

  static Reply simple(String text) { return new Simple(text); }

  static Reply error(String text) { return new Failure(text); }

  static Reply decimal(double value) { return new Decimal(value); }

  static Reply array(List<Reply> items) { return items.isEmpty() ? EMPTY_ARRAY : new Array(items); }

  static Reply array(Reply... items) { return new Array(List.of(items)); }

  static Reply map(List<Reply> flat) { return new MapOf(flat); }

  static Reply pairs(List<Reply> flat) { return flat.isEmpty() ? EMPTY_ARRAY : new Pairs(flat); }

  static Reply set(List<Reply> items) { return new SetOf(items); }

  /** Small integers are most of what writes answer. */
  final class Integers {
    private static final int CACHED = 1024;
    private static final Reply[] SMALL = new Reply[CACHED];

    static {
      for (int i = 0; i < CACHED; i++) SMALL[i] = new Int(i);
    }

    private Integers() {}
  }
}
