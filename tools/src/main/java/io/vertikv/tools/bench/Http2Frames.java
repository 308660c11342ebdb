package io.vertikv.tools.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** As much of HTTP/2 (RFC 9113) as a client of one kind of gRPC request needs to write. */
final class Http2Frames {
  static final int HEAD_BYTES = 9;
  /** Before each message: not compressed u8, length u32. */
  static final int GRPC_BYTES = 5;
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  /** As much as there may be: what is received is forgotten at once, and a test is over before it has received so much. */
  private static final int WINDOW_MORE = Integer.MAX_VALUE - 65_535;
  /** Names in the static table (RFC 7541, appendix A). */
  private static final int AUTHORITY = 1;
  private static final int METHOD_POST = 3;
  private static final int PATH = 4;
  private static final int SCHEME_HTTP = 6;
  private static final int CONTENT_TYPE = 31;
  private static final int INDEXED = 0x80;
  private static final int PREFIX_MAX = 15;

  private Http2Frames() {}

  static byte[] head(int length, int type, int flags) {
    return new byte[]{(byte) (length >> 16), (byte) (length >> 8), (byte) length, (byte) type, (byte) flags, 0, 0, 0, 0};
  }

  /** Into the head that begins there. */
  static void stream(byte[] bytes, int at, int stream) {
    for (int i = 0; i < Integer.BYTES; i++) bytes[at + HEAD_BYTES - 1 - i] = (byte) (stream >>> 8 * i);
  }

  static byte[] greeting() {
    byte[] preface = PREFACE.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(preface.length + 2 * HEAD_BYTES + Integer.BYTES).put(preface)
        .put(head(0, SETTINGS, 0)).put(head(Integer.BYTES, WINDOW_UPDATE, 0)).putInt(WINDOW_MORE).array();
  }

  static byte[] headers(String authority, String path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(INDEXED | METHOD_POST);
    out.write(INDEXED | SCHEME_HTTP);
    out.write(PATH);
    text(out, path);
    out.write(AUTHORITY);
    text(out, authority);
    out.write(PREFIX_MAX);
    out.write(CONTENT_TYPE - PREFIX_MAX);
    text(out, "application/grpc");
    out.write(0);
    text(out, "te");
    text(out, "trailers");
    return out.toByteArray();
  }

  /** All texts here are shorter than the 127 bytes that need no second byte of length. */
  private static void text(ByteArrayOutputStream out, String text) {
    out.write(text.length());
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
