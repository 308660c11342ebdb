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
 * kind u8 = OPERATIONS | version u8 = 1 | region u64 | stream u64 | attempt varint | position varint | lane varint
 *     | flags u8 | sequence varint, if named | operation: the rest
 * flags: 1 named, 2 may have been done before
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
  private static final int NAMED = 1;
  private static final int AGAIN = 2;
  private static final int HEADER_BYTES_MAX = 2 + 8 + 8 + 10 + 10 + 10 + 1 + 10;

  static byte[] encode(long region, long stream, long attempt, long position, Errand errand) {
    byte[] form = errand.form();
    RequestId request = errand.request();
    ByteWriter out = new ByteWriter(HEADER_BYTES_MAX + form.length);
    out.u8(RequestKind.OPERATIONS.code()).u8(VERSION).u64(region).u64(stream).varint(attempt).varint(position)
        .varint(errand.laneNumber());
    if (request == null) out.u8(0);
    else out.u8(request.again() ? NAMED | AGAIN : NAMED).varint(request.sequence());
    return out.raw(form).toByteArray();
  }

  /** @throws MalformedBytes when it is none that this version knows */
  static Ask decode(byte[] payload) {
    ByteReader in = new ByteReader(payload);
    if (in.u8() != RequestKind.OPERATIONS.code()) throw new MalformedBytes("not an operation");
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("an operation of version " + version + ", not " + VERSION);
    long region = in.u64();
    long stream = in.u64();
    long attempt = in.varint();
    long position = in.varint();
    long lane = in.varint();
    int flags = in.u8();
    if (flags > (NAMED | AGAIN)) throw new MalformedBytes("unknown flags " + flags);
    RequestId request = (flags & NAMED) == 0 ? null : new RequestId(stream, in.varint(), (flags & AGAIN) != 0);
    return new Ask(region, stream, attempt, position, lane, request, in);
  }
}
