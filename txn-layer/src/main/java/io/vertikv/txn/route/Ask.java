package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.txn.region.RequestId;

/**
 * One operation on its way to a leader in another store.
 *
 * <pre>
 * kind u8 = OPERATIONS | version u8 = 1 or 2 | region u64 | stream u64 | attempt varint | position varint | lane varint
 *     | flags u8 | sequence varint, if named | stream of the name u64, if that is another one | operation: the rest
 * flags: 1 named, 2 may have been done before; version 2: 4 named by another stream
 * </pre>
 *
 * @param stream the gateway that asks: one loop of one life of a front end
 * @param attempt rises whenever the stream begins anew, because something of it has bounced
 * @param position counts the operations of the attempt from 0, so that one that did not arrive is missed
 * @param lane those of one lane keep their order at the leader, those of others need not
 * @param request under which it is done once; null: a read, or a stream without names
 * @param operation the reader of just the operation
 */
record Ask(long region, long stream, long attempt, long position, long lane, RequestId request, ByteReader operation) {
  private static final int VERSION = 1;
  /** Only where it is needed: a store of an older release reads the other one. */
  private static final int VERSION_FOREIGN = 2;
  private static final int NAMED = 1;
  private static final int AGAIN = 2;
  /** It has moved here from another region's line. */
  private static final int FOREIGN = 4;
  private static final int HEADER_BYTES_MAX = 2 + 8 + 8 + 10 + 10 + 10 + 1 + 10 + 8;

  static byte[] encode(long region, long stream, long position, Errand errand) {
    byte[] form = errand.form();
    RequestId request = errand.request();
    boolean foreign = request != null && request.stream() != stream;
    ByteWriter out = new ByteWriter(HEADER_BYTES_MAX + form.length);
    out.u8(RequestKind.OPERATIONS.code()).u8(foreign ? VERSION_FOREIGN : VERSION).u64(region).u64(stream)
        .varint(errand.attempt).varint(position).varint(errand.laneNumber());
    if (request == null) out.u8(0);
    else out.u8(NAMED | (request.again() ? AGAIN : 0) | (foreign ? FOREIGN : 0)).varint(request.sequence());
    if (foreign) out.u64(request.stream());
    return out.raw(form).toByteArray();
  }

  /** Which region is asked, of an operation of any version. @throws MalformedBytes when it is none */
  static long regionOf(byte[] payload) {
    ByteReader in = new ByteReader(payload);
    in.u8();
    in.u8();
    return in.u64();
  }

  /** @throws MalformedBytes when it is none that this version knows */
  static Ask decode(byte[] payload) {
    ByteReader in = new ByteReader(payload);
    if (in.u8() != RequestKind.OPERATIONS.code()) throw new MalformedBytes("not an operation");
    int version = in.u8();
    if (version != VERSION && version != VERSION_FOREIGN) {
      throw new MalformedBytes("an operation of version " + version + ", not up to " + VERSION_FOREIGN);
    }
    long region = in.u64();
    long stream = in.u64();
    long attempt = in.varint();
    long position = in.varint();
    long lane = in.varint();
    int flags = in.u8();
    int known = version == VERSION ? NAMED | AGAIN : NAMED | AGAIN | FOREIGN;
    if (flags > known) throw new MalformedBytes("unknown flags " + flags);
    RequestId request = null;
    if ((flags & NAMED) != 0) {
      long sequence = in.varint();
      request = new RequestId((flags & FOREIGN) == 0 ? stream : in.u64(), sequence, (flags & AGAIN) != 0);
    }
    return new Ask(region, stream, attempt, position, lane, request, in);
  }
}
