package io.vertikv.txn.region;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests and their outcomes as bytes, each stream named once.
 *
 * <pre>
 * requests  streams varint, (stream u64 | count varint | (step varint | outcome)*)*
 * step      sequence less the one before it in the stream (0 before the first), zigzag
 * outcome   length + 1 varint | bytes; or 0: too large to keep
 *
 * META record of a log entry   version u8 = 1 | requests
 * META record of the floors    version u8 = 1 | unsure u8 | count varint, (stream u64 | floor u64)*
 * </pre>
 */
final class RequestCodec {
  private static final int VERSION = 1;

  private RequestCodec() {}

  static void encode(List<RequestGroup> groups, ByteWriter out) {
    out.varint(groups.size());
    for (int g = 0; g < groups.size(); g++) {
      RequestGroup group = groups.get(g);
      out.u64(group.stream()).varint(group.count());
      long before = 0;
      for (int i = 0; i < group.count(); i++) {
        long step = group.sequence(i) - before;
        before = group.sequence(i);
        out.varint(step << 1 ^ step >> 63);
        byte[] outcome = group.outcome(i);
        if (outcome == null) out.varint(0);
        else out.varint(outcome.length + 1L).raw(outcome);
      }
    }
  }

  static List<RequestGroup> decode(ByteReader in) {
    long streams = in.varint();
    if (streams == 0) return List.of();
    List<RequestGroup> groups = new ArrayList<>();
    for (long g = 0; g < streams; g++) {
      RequestGroup group = new RequestGroup(in.u64());
      long sequence = 0;
      for (long n = in.varint(); n > 0; n--) {
        long step = in.varint();
        sequence += step >>> 1 ^ -(step & 1);
        group.add(sequence, outcome(in));
      }
      groups.add(group);
    }
    return groups;
  }

  private static byte[] outcome(ByteReader in) {
    long length = in.varint() - 1;
    if (length == -1) return null;
    if (length < 0 || length > in.remaining()) throw new MalformedBytes("an outcome of " + length + " bytes");
    return in.raw((int) length);
  }

  static byte[] record(List<RequestGroup> groups) {
    ByteWriter out = new ByteWriter().u8(VERSION);
    encode(groups, out);
    return out.toByteArray();
  }

  static List<RequestGroup> decodeRecord(byte[] record) {
    ByteReader in = start(record);
    List<RequestGroup> groups = decode(in);
    in.expectEnd();
    return groups;
  }

  static byte[] floors(RequestWindow window) {
    ByteWriter out = new ByteWriter().u8(VERSION).u8(window.unsure() ? 1 : 0).varint(window.floors().size());
    window.floors().forEach((stream, floor) -> out.u64(stream).u64(floor));
    return out.toByteArray();
  }

  static void decodeFloors(byte[] record, RequestWindow into) {
    ByteReader in = start(record);
    boolean unsure = in.u8() != 0;
    for (long n = in.varint(); n > 0; n--) into.floors().put(in.u64(), in.u64());
    in.expectEnd();
    if (unsure) into.forgetStreams();
  }

  private static ByteReader start(byte[] record) {
    ByteReader in = new ByteReader(record);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("remembered requests of version " + version);
    return in;
  }
}
