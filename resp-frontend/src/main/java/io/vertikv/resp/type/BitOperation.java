package io.vertikv.resp.type;

import io.vertikv.txn.Tx;
import java.util.List;
import java.util.TreeMap;

/**
 * BITOP: strings combined bit by bit. Shorter ones count as filled up with zeros. The result is built of the pieces that
 * any source really stores, so sparse bitmaps of any length stay cheap; what is stored of it is bounded as any write.
 */
public enum BitOperation {
  AND, OR, XOR, NOT;

  /** Replaces the destination by the result; removes it when the result is empty. Returns the result's length. */
  public long store(Tx tx, Key destination, List<RedisString> sources) {
    long length = 0;
    for (RedisString source : sources) length = Math.max(length, source.length());
    KeyEntry target = KeyEntry.of(tx, destination);
    if (length == 0) target.remove();
    else if (this == NOT) RedisString.of(tx, target).setComputed(length, inverted(sources.getFirst()));
    else RedisString.of(tx, target).setComputed(length, combined(sources));
    return length;
  }

  private static TreeMap<Long, byte[]> inverted(RedisString source) {
    byte[] bytes = source.whole().toByteArray();
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) ~bytes[i];
    TreeMap<Long, byte[]> segments = new TreeMap<>();
    pieces(0, 0, bytes.length, (number, from, at, count) -> {
      System.arraycopy(bytes, at, segment(segments, number), from, count);
    });
    return segments;
  }

  private TreeMap<Long, byte[]> combined(List<RedisString> sources) {
    TreeMap<Long, byte[]> result = new TreeMap<>();
    for (int i = 0; i < sources.size(); i++)
      result = i == 0 ? copy(sources.getFirst()) : combine(result, sources.get(i));
    return result;
  }

  private static TreeMap<Long, byte[]> copy(RedisString source) {
    return XOR.combine(new TreeMap<>(), source);
  }

  private TreeMap<Long, byte[]> combine(TreeMap<Long, byte[]> result, RedisString source) {
    // AND keeps nothing of what this source does not store; OR and XOR keep what is there.
    TreeMap<Long, byte[]> next = this == AND ? new TreeMap<>() : result;
    source.visit(0, source.length(), (position, array, offset, length) -> {
      pieces(position, offset, length, (number, from, at, count) -> {
        byte[] old = result.get(number);
        if (this == AND && old == null) return;
        byte[] into = segment(next, number);
        for (int i = 0; i < count; i++) into[from + i] = of(old == null ? 0 : old[from + i], array[at + i]);
      });
      return true;
    });
    return next;
  }

  private byte of(byte one, byte other) {
    return (byte) switch (this) {
      case AND -> one & other;
      case OR -> one | other;
      case XOR -> one ^ other;
      case NOT -> ~one;
    };
  }

  private static byte[] segment(TreeMap<Long, byte[]> segments, long number) {
    byte[] segment = segments.get(number);
    if (segment == null) {
      RedisString.expectWritable((segments.size() + 1L) * Segments.BYTES);
      segment = new byte[Segments.BYTES];
      segments.put(number, segment);
    }
    return segment;
  }

  /** A part of one segment: bytes from {@code at} in a source array, to {@code from} in the segment. */
  private interface Piece {
    void in(long number, int from, int at, int count);
  }

  private static void pieces(long position, int offset, int length, Piece piece) {
    for (int done = 0; done < length;) {
      long number = (position + done) / Segments.BYTES;
      int from = (int) ((position + done) % Segments.BYTES);
      int count = Math.min(Segments.BYTES - from, length - done);
      piece.in(number, from, offset + done, count);
      done += count;
    }
  }
}
