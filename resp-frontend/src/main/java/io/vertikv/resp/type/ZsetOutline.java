package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.txn.Direction;

/**
 * What the header of a large sorted set has beyond generation and size. The ends are kept once something has been removed.
 *
 * <pre>
 * nothing, when there is no rank tree and no ends, or
 * version u8 = 1 | height of the rank tree u8, 0: none | ends kept u8, 0 or 1 | if kept: low end sized | high end sized
 * </pre>
 *
 * @param low null when the ends are not kept, as is {@code high}
 */
record ZsetOutline(int rankHeight, ZsetEnd low, ZsetEnd high) {
  static final ZsetOutline NONE = new ZsetOutline(0, null, null);
  private static final int VERSION = 1;

  static ZsetOutline decode(ByteReader own) {
    if (own.remaining() == 0) return NONE;
    int version = own.u8();
    if (version != VERSION) throw new MalformedBytes("sorted set of version " + version);
    int height = own.u8();
    boolean ends = own.u8() != 0;
    ZsetEnd low = ends ? ZsetEnd.decode(Direction.FORWARD, own.sized()) : null;
    ZsetEnd high = ends ? ZsetEnd.decode(Direction.BACKWARD, own.sized()) : null;
    own.expectEnd();
    return new ZsetOutline(height, low, high);
  }

  byte[] encode() {
    if (rankHeight == 0 && low == null) return Elements.NO_VALUE;
    ByteWriter writer = new ByteWriter().u8(VERSION).u8(rankHeight).u8(low == null ? 0 : 1);
    if (low != null) writer.sized(low.encode()).sized(high.encode());
    return writer.toByteArray();
  }
}
