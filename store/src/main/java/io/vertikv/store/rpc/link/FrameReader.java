package io.vertikv.store.rpc.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.codec.FrameKind;
import io.vertikv.store.rpc.codec.WireReader;

/**
 * Cuts a stream into frames. A frame that lies in one received buffer is read where it is; one that does not is put
 * together in a buffer that grows with the bytes that have arrived, never with those that were announced.
 *
 * <pre>
 *   length u32 of what follows | kind u8 | body
 * </pre>
 */
public final class FrameReader {
  static final int HEADER_BYTES = 4 + 1;
  /** The limit until the other side has said who it is. */
  static final int HANDSHAKE_BYTES_MAX = 1 << 10;
  private static final int FIRST_PART_BYTES = 1 << 10;

  private final ByteBufAllocator allocator;
  private final WireReader body = new WireReader();
  private int bytesMax;
  private ByteBuf part;

  /** Takes frames; false ends the reading of what is left. */
  interface Sink {
    boolean frame(FrameKind kind, WireReader body);
  }

  FrameReader(ByteBufAllocator allocator, int bytesMax) {
    this.allocator = allocator;
    this.bytesMax = bytesMax;
  }

  void bytesMax(int frameBytesMax) { bytesMax = frameBytesMax; }

  /** @throws MalformedBytes at the first frame that is not one; the stream is then of no more use */
  void received(ByteBuf bytes, Sink sink) {
    while (bytes.isReadable()) {
      boolean more = part == null ? whole(bytes, sink) : continued(bytes, sink);
      if (!more) return;
    }
  }

  private boolean whole(ByteBuf bytes, Sink sink) {
    int at = bytes.readerIndex();
    int available = bytes.readableBytes();
    int frameBytes = available < 4 ? Integer.MAX_VALUE : frameBytes(bytes, at);
    if (available < frameBytes) {
      part = allocator.buffer(Math.max(available, FIRST_PART_BYTES));
      part.writeBytes(bytes);
      return false;
    }
    bytes.skipBytes(frameBytes);
    return deliver(bytes, at, frameBytes, sink);
  }

  private boolean continued(ByteBuf bytes, Sink sink) {
    if (part.readableBytes() < 4) {
      part.writeBytes(bytes, Math.min(4 - part.readableBytes(), bytes.readableBytes()));
      if (part.readableBytes() < 4) return false;
    }
    int frameBytes = frameBytes(part, 0);
    int missing = frameBytes - part.readableBytes();
    int arrived = Math.min(missing, bytes.readableBytes());
    grow(part.readableBytes() + arrived, frameBytes);
    part.writeBytes(bytes, arrived);
    if (arrived < missing) return false;
    ByteBuf frame = part;
    part = null;
    try {
      return deliver(frame, 0, frameBytes, sink);
    } finally {
      frame.release();
    }
  }

  /** Doubles: every byte of a long frame is moved twice at most on average. */
  private void grow(int needed, int frameBytes) {
    if (needed > part.capacity()) part.capacity(Math.min(frameBytes, Math.max(needed, 2 * part.capacity())));
  }

  private int frameBytes(ByteBuf bytes, int at) {
    long length = bytes.getUnsignedInt(at);
    if (length < 1) throw new MalformedBytes("an empty frame");
    if (length > bytesMax) throw new MalformedBytes("a frame of " + length + " bytes; the limit is " + bytesMax);
    return (int) (4 + length);
  }

  private boolean deliver(ByteBuf bytes, int at, int frameBytes, Sink sink) {
    FrameKind kind = FrameKind.of(bytes.getUnsignedByte(at + 4));
    return sink.frame(kind, body.over(bytes, at + HEADER_BYTES, at + frameBytes));
  }

  /** True when the stream ends here in the middle of a frame. */
  boolean midFrame() {
    return part != null;
  }

  void release() {
    if (part != null) part.release();
    part = null;
  }
}
