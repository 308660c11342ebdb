package io.vertikv.resp.type;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.txn.Tx;
import java.util.SortedMap;

/**
 * A string. Short ones are a header's body; from {@link #PLAIN_BYTES_MAX} on they are {@link Segments}, so that a change
 * in place costs what it touches. A segmented string never goes back: it only grows, and a new value starts anew.
 *
 * <p>A string may be as long as Redis allows, but what moves in one piece is bounded by what one replicated entry holds:
 * more than {@link #WHOLE_BYTES_MAX} is neither read nor written by one command.
 */
public final class RedisString {
  /** Where a header stops being a good place: every change copies it, every read of the key loads it. */
  public static final int PLAIN_BYTES_MAX = 64 << 10;
  /** Redis' proto-max-bulk-len. */
  public static final long BYTES_MAX = 512L << 20;
  /** The largest piece that one command reads or writes. */
  public static final int WHOLE_BYTES_MAX = 16 << 20;

  /** Up to here Redis keeps a string in one piece with its header ("embstr"). */
  private static final int EMBEDDED_BYTES_MAX = 44;
  private static final byte[] NOTHING = new byte[0];
  private static final CommandError TOO_LONG = new CommandError(
      "ERR string exceeds maximum allowed size (proto-max-bulk-len)");
  private static final CommandError PIECE_TOO_LONG = new CommandError(
      "ERR more than " + WHOLE_BYTES_MAX
          + " bytes of a string in one command, use GETRANGE, SETRANGE or APPEND in parts");

  private final Tx tx;
  private final KeyEntry entry;

  private RedisString(Tx tx, KeyEntry entry) {
    this.tx = tx;
    this.entry = entry;
  }

  /** @throws CommandError WRONGTYPE when the key is something else */
  public static RedisString of(Tx tx, Key key) {
    return new RedisString(tx, KeyEntry.of(tx, key, ValueType.STRING));
  }

  /** A string in place of whatever the entry holds: only {@link #set} may be called where that is no string. */
  public static RedisString of(Tx tx, KeyEntry entry) {
    return new RedisString(tx, entry);
  }

  public boolean exists() { return entry.exists(); }

  public KeyEntry entry() { return entry; }

  public long expireAtMillis() { return entry.expireAtMillis(); }

  public long length() {
    Header header = entry.header();
    if (header == null) return 0;
    return header.encoding() == Encoding.PLAIN ? header.bodyLength() : header.size();
  }

  /** The whole string; empty when absent. */
  public Slice whole() {
    Header header = entry.header();
    if (header != null && header.encoding() == Encoding.PLAIN) {
      return new Slice(header.bytes(), header.bodyOffset(), header.bodyLength());
    }
    return range(0, length());
  }

  /** The bytes from start to before end, both within the string. */
  public Slice range(long start, long end) {
    if (start >= end) return Slice.EMPTY;
    Header header = entry.header();
    if (header.encoding() == Encoding.PLAIN) {
      return new Slice(header.bytes(), header.bodyOffset() + (int) start, (int) (end - start));
    }
    if (end - start > WHOLE_BYTES_MAX) throw PIECE_TOO_LONG;
    byte[] bytes = new byte[(int) (end - start)];
    visit(start, end, (position, array, offset, length) -> {
      System.arraycopy(array, offset, bytes, (int) (position - start), length);
      return true;
    });
    return Slice.of(bytes);
  }

  /** Visits the stored bytes between two positions within the string; what is not told is zeros. */
  void visit(long start, long end, Segments.Visitor visitor) {
    Header header = entry.header();
    if (start >= end || header == null) return;
    if (header.encoding() == Encoding.PLAIN) {
      visitor.visit(start, header.bytes(), header.bodyOffset() + (int) start, (int) (end - start));
    } else {
      segments(header.generation()).visit(start, end, visitor);
    }
  }

  /** Puts a new value in place of the old one. expireAtMillis 0: never. */
  public void set(byte[] from, int offset, int length, long expireAtMillis) {
    if (length <= PLAIN_BYTES_MAX) {
      entry.write(Header.of(ValueType.STRING, Encoding.PLAIN, expireAtMillis, from, offset, length));
      return;
    }
    expectWritable(length);
    long generation = tx.uniqueId();
    segments(generation).writeNew(from, offset, length);
    entry.write(Header.ofParts(ValueType.STRING, Encoding.SEGMENTS, expireAtMillis, generation, length, NOTHING));
  }

  public void set(byte[] value, long expireAtMillis) { set(value, 0, value.length, expireAtMillis); }

  /** Adds at the end; returns the new length. */
  public long append(byte[] from, int offset, int length) {
    long end = length();
    if (!exists()) set(from, offset, length, 0);
    else if (length > 0) setRange(end, from, offset, length);
    return end + length;
  }

  /** Overwrites from a position on; the string grows, with zeros up to the position, where it is too short. */
  public void setRange(long position, byte[] from, int offset, int length) {
    if (length > BYTES_MAX - position) throw TOO_LONG;
    expectWritable(length);
    long newLength = Math.max(length(), position + length);
    Header header = entry.header();
    if (header != null && header.encoding() == Encoding.SEGMENTS) {
      segments(header.generation()).write(position, from, offset, length);
      // Also where it stays the same: a watched key has changed when its header has a new version.
      entry.write(Header.ofParts(header, header.generation(), newLength, NOTHING));
    } else if (newLength <= PLAIN_BYTES_MAX) {
      byte[] value = new byte[(int) newLength];
      if (header != null) System.arraycopy(header.bytes(), header.bodyOffset(), value, 0, header.bodyLength());
      System.arraycopy(from, offset, value, (int) position, length);
      entry.write(Header.ofChangedString(expireAtMillis(), value));
    } else {
      toSegments(newLength).write(position, from, offset, length);
    }
  }

  /** Puts a computed value in place of the old one: only the segments that are there hold anything but zeros. */
  void setComputed(long length, SortedMap<Long, byte[]> segments) {
    if (length <= PLAIN_BYTES_MAX) {
      byte[] value = new byte[(int) length];
      segments.forEach((number, segment) -> {
        int at = (int) (number * Segments.BYTES);
        System.arraycopy(segment, 0, value, at, Math.min(segment.length, value.length - at));
      });
      entry.write(Header.ofChangedString(0, value));
      return;
    }
    long generation = tx.uniqueId();
    segments.forEach(segments(generation)::put);
    entry.write(Header.ofParts(ValueType.STRING, Encoding.SEGMENTS, 0, generation, length, NOTHING));
  }

  /** @throws CommandError when one command would write more than it may */
  static void expectWritable(long bytes) {
    if (bytes > WHOLE_BYTES_MAX) throw PIECE_TOO_LONG;
  }

  /** What OBJECT ENCODING says of it. */
  public static String encodingName(Header header) {
    if (header.encoding() != Encoding.PLAIN || header.changedInPlace()) return "raw";
    if (Numbers.isLong(header.bytes(), header.bodyOffset(), header.bodyLength())) return "int";
    return header.bodyLength() <= EMBEDDED_BYTES_MAX ? "embstr" : "raw";
  }

  private Segments toSegments(long newLength) {
    Header header = entry.header();
    Segments segments = segments(tx.uniqueId());
    if (header != null) segments.writeNew(header.bytes(), header.bodyOffset(), header.bodyLength());
    entry.write(Header.ofParts(ValueType.STRING, Encoding.SEGMENTS, expireAtMillis(), segments.generation(), newLength,
        NOTHING));
    return segments;
  }

  private Segments segments(long generation) { return new Segments(tx, entry.key(), generation); }
}
