package io.vertikv.tools.bench;

import java.io.ByteArrayOutputStream;

/**
 * Counts the ends of streams in what a gRPC server sends. A reply without a message is an error: its status is in
 * headers, which are not read. The server's first SETTINGS count as the reply to the greeting.
 */
final class Http2Replies implements Speech.Replies {
  private static final String NO_MESSAGE = "a reply without a message";
  private static final int PING_BYTES = 8;

  private final byte[] head = new byte[Http2Frames.HEAD_BYTES];
  private final byte[] ping = new byte[PING_BYTES];
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  /** The last one; a connection has one request at a time or ends them in their order. */
  private int endedStream;
  private int headRead;
  private int bodyRead;
  private int bodyBytes;
  private long replies;
  private long errors;
  private long messages;
  private boolean greeted;

  @Override
  public long replies() { return replies; }

  @Override
  public long errors() { return errors; }

  @Override
  public String firstError() { return errors == 0 ? "" : NO_MESSAGE; }

  @Override
  public void requestsBegin() {}

  @Override
  public byte[] takeAnswers() {
    if (answers.size() == 0) return NOTHING;
    byte[] taken = answers.toByteArray();
    answers.reset();
    return taken;
  }

  @Override
  public void read(byte[] bytes, int length) {
    int at = 0;
    while (at < length || headRead == head.length && bodyRead == bodyBytes) {
      if (headRead < head.length) {
        head[headRead++] = bytes[at++];
        if (headRead == head.length) bodyBytes = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
      } else if (bodyRead < bodyBytes) {
        int step = Math.min(bodyBytes - bodyRead, length - at);
        if (type() == Http2Frames.PING && bodyRead + step <= ping.length)
          System.arraycopy(bytes, at, ping, bodyRead, step);
        bodyRead += step;
        at += step;
      } else {
        frame();
        headRead = 0;
        bodyRead = 0;
      }
    }
  }

  private int type() { return head[3]; }

  private int stream() {
    return (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
  }

  private boolean flag(int flag) { return (head[4] & flag) != 0; }

  private void frame() {
    switch (type()) {
      case Http2Frames.DATA -> {
        messages++;
        if (flag(Http2Frames.END_STREAM)) ended();
      }
      case Http2Frames.HEADERS -> {
        if (flag(Http2Frames.END_STREAM)) ended();
      }
      case Http2Frames.RST_STREAM -> {
        // A server that answers before it has read all of a request closes its stream as well.
        if (stream() != endedStream) ended();
      }
      case Http2Frames.SETTINGS -> settings();
      case Http2Frames.PING -> {
        if (flag(Http2Frames.ACK)) return;
        answers.writeBytes(Http2Frames.head(PING_BYTES, Http2Frames.PING, Http2Frames.ACK));
        answers.writeBytes(ping);
      }
      case Http2Frames.GOAWAY -> throw new BenchFailed("the server says GOAWAY");
      default -> {}
    }
  }

  private void ended() {
    replies++;
    endedStream = stream();
    if (messages == 0) errors++;
    else messages--;
  }

  private void settings() {
    if (flag(Http2Frames.ACK)) return;
    answers.writeBytes(Http2Frames.head(0, Http2Frames.SETTINGS, Http2Frames.ACK));
    if (!greeted) replies++;
    greeted = true;
  }
}
