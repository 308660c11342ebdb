package io.vertikv.tools.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** A server's half of a conversation, whole and byte by byte. */
class Http2RepliesTest {
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private int request;

  @Test
  void aStreamEndsWithItsTrailersAndIsAReply() {
    frame(Http2Frames.SETTINGS, 0, 6);
    frame(Http2Frames.WINDOW_UPDATE, 0, 4);
    reply();
    reply();
    assertCounts(3, 0);
  }

  @Test
  void aReplyWithoutAMessageIsAnError() {
    reply();
    request++;
    frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS | Http2Frames.END_STREAM, 40);
    request++;
    frame(Http2Frames.RST_STREAM, 0, 4);
    assertCounts(3, 2);
  }

  @Test
  void aStreamThatHasEndedMayBeClosedBesides() {
    reply();
    frame(Http2Frames.RST_STREAM, 0, 4);
    reply();
    assertCounts(2, 0);
  }

  @Test
  void settingsAndPingsAreAcknowledged() {
    frame(Http2Frames.SETTINGS, 0, 0);
    frame(Http2Frames.SETTINGS, Http2Frames.ACK, 0);
    frame(Http2Frames.PING, 0, 8);
    Http2Replies replies = new Http2Replies();
    replies.read(stream.toByteArray(), stream.size());
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.writeBytes(Http2Frames.head(0, Http2Frames.SETTINGS, Http2Frames.ACK));
    expected.writeBytes(Http2Frames.head(8, Http2Frames.PING, Http2Frames.ACK));
    expected.writeBytes(body(8));
    assertArrayEquals(expected.toByteArray(), replies.takeAnswers());
    assertEquals(0, replies.takeAnswers().length);
  }

  @Test
  void aServerThatEndsTheConnectionEndsTheTest() {
    frame(Http2Frames.GOAWAY, 0, 8);
    assertThrows(BenchFailed.class, () -> new Http2Replies().read(stream.toByteArray(), stream.size()));
  }

  private void assertCounts(long replies, long errors) {
    Http2Replies whole = new Http2Replies();
    whole.read(stream.toByteArray(), stream.size());
    Http2Replies pieces = new Http2Replies();
    for (byte each : stream.toByteArray()) pieces.read(new byte[]{each}, 1);
    for (Http2Replies counted : new Http2Replies[]{whole, pieces}) {
      assertEquals(replies, counted.replies());
      assertEquals(errors, counted.errors());
    }
  }

  private void reply() {
    request++;
    frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 20);
    frame(Http2Frames.DATA, 0, 33);
    frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS | Http2Frames.END_STREAM, 24);
  }

  private void frame(int type, int flags, int length) {
    byte[] head = Http2Frames.head(length, type, flags);
    Http2Frames.stream(head, 0, request);
    stream.writeBytes(head);
    stream.writeBytes(body(length));
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) body[i] = (byte) (i + 1);
    return body;
  }
}
