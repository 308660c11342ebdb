package io.vertikv.store.rpc.link;

import io.netty.buffer.ByteBuf;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.codec.FrameKind;
import io.vertikv.store.rpc.codec.HandshakeCodec;
import io.vertikv.store.rpc.codec.Hello;
import io.vertikv.store.rpc.codec.MessageCodec;
import io.vertikv.store.rpc.codec.Refused;
import io.vertikv.store.rpc.codec.Welcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the frames of one turn of the loop for one connection. Raft messages that follow one another share a frame. What
 * is sent is copied straight into the buffers that leave; these never grow, a further one is begun.
 */
final class FrameWriter {
  private static final int CHUNK_BYTES = 16 << 10;
  private static final int NUMBERED_BYTES = 8 + 4;
  /** What a request's or response's frame is longer than its payload. */
  static final int NUMBERED_FRAME_BYTES = FrameReader.HEADER_BYTES + NUMBERED_BYTES;

  private final Connection connection;
  private final int frameBytesTarget;
  private final List<ByteBuf> full = new ArrayList<>();
  private ByteBuf chunk;
  private long bytes;
  /** Where the length of the Raft frame that is still open has to be put in. */
  private ByteBuf openIn;
  private int openAt;
  private int openBytes;

  FrameWriter(Connection connection, int frameBytesTarget) {
    this.connection = connection;
    this.frameBytesTarget = frameBytesTarget;
  }

  /** What was collected and not yet flushed. */
  long bytes() {
    return bytes;
  }

  /** What waits to leave, here and below. */
  long queuedBytes() {
    return bytes + connection.unsentBytes();
  }

  void raft(GroupMessage message, int sizeBytes) {
    if (openIn == null || openBytes + sizeBytes > frameBytesTarget) {
      ByteBuf out = begin(FrameKind.RAFT, 0, sizeBytes);
      openIn = out;
      openAt = out.writerIndex() - FrameReader.HEADER_BYTES;
      openBytes = 1;
    }
    MessageCodec.write(room(sizeBytes), message, sizeBytes);
    openBytes += sizeBytes;
    bytes += sizeBytes;
  }

  void request(long number, byte[] payload) { numbered(FrameKind.REQUEST, number, payload); }

  void response(long number, byte[] payload) { numbered(FrameKind.RESPONSE, number, payload); }

  /** Bytes of the frame that carries such a payload. */
  static int numberedBytes(byte[] payload) {
    return NUMBERED_FRAME_BYTES + payload.length;
  }

  private void numbered(FrameKind kind, long number, byte[] payload) {
    begin(kind, NUMBERED_BYTES + payload.length, 0).writeLong(number).writeInt(payload.length).writeBytes(payload);
  }

  void heartbeat() { begin(FrameKind.HEARTBEAT, 0, 0); }

  void hello(Hello hello) { HandshakeCodec.write(begin(FrameKind.HELLO, HandshakeCodec.HELLO_BYTES, 0), hello); }

  void welcome(Welcome welcome) {
    HandshakeCodec.write(begin(FrameKind.WELCOME, HandshakeCodec.WELCOME_BYTES, 0), welcome);
  }

  void refused(Refused refused) {
    byte[] reason = HandshakeCodec.reasonBytes(refused);
    begin(FrameKind.REFUSED, 4 + reason.length, 0).writeInt(reason.length).writeBytes(reason);
  }

  /** Starts a frame with room for its body in one buffer; {@code roomAfter} is wanted in the same one, but not counted. */
  private ByteBuf begin(FrameKind kind, int bodyBytes, int roomAfter) {
    closeRaft();
    ByteBuf out = room(FrameReader.HEADER_BYTES + bodyBytes + roomAfter);
    out.writeInt(1 + bodyBytes).writeByte(kind.number());
    bytes += FrameReader.HEADER_BYTES + bodyBytes;
    return out;
  }

  private void closeRaft() {
    if (openIn != null) openIn.setInt(openAt, openBytes);
    openIn = null;
  }

  private ByteBuf room(int needed) {
    if (chunk == null || chunk.writableBytes() < needed) {
      if (chunk != null) full.add(chunk);
      chunk = connection.buffer(Math.max(needed, CHUNK_BYTES));
    }
    return chunk;
  }

  /** Hands over what was collected; returns how many bytes that were. */
  long flush() {
    if (chunk == null) return 0;
    closeRaft();
    for (ByteBuf each : full) connection.write(each);
    connection.write(chunk);
    long flushed = bytes;
    forget();
    connection.flush();
    return flushed;
  }

  /** Drops what was collected: the connection is gone. */
  void release() {
    for (ByteBuf each : full) each.release();
    if (chunk != null) chunk.release();
    forget();
  }

  private void forget() {
    full.clear();
    chunk = null;
    openIn = null;
    bytes = 0;
  }
}
