package io.vertikv.resp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.resp.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of every kind of reply, as the RESP specification and Redis have them. */
class RespEncoderTest {
  private static String bytes(Reply reply, int version) {
    ByteBuf out = Unpooled.buffer(1);
    RespEncoder.write(reply, version, out);
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(RespEncoder.lengthUpTo(reply, Long.MAX_VALUE) >= out.readableBytes(), "longer than measured: " + text);
    return text.replace("\r\n", "|");
  }

  private static void looks(Reply reply, String in2, String in3) {
    assertEquals(in2, bytes(reply, 2));
    assertEquals(in3, bytes(reply, 3));
  }

  private static void looks(Reply reply, String inBoth) { looks(reply, inBoth, inBoth); }

  @Test
  void linesAndBulks() {
    looks(Reply.OK, "+OK|");
    looks(Reply.simple("PONG"), "+PONG|");
    looks(Reply.error("ERR no"), "-ERR no|");
    looks(Reply.bulk("hello"), "$5|hello|");
    looks(Reply.bulk(""), "$0||");
    looks(Reply.bulk("ü"), "$2|ü|");
    looks(new Reply.Bulk("abcdef".getBytes(StandardCharsets.UTF_8), 2, 3), "$3|cde|");
    looks(Reply.bulk("x".repeat(12)), "$12|xxxxxxxxxxxx|");
    looks(Reply.bulk("x".repeat(123)), "$123|" + "x".repeat(123) + "|");
    looks(Reply.bulk("x".repeat(1234)), "$1234|" + "x".repeat(1234) + "|");
  }

  @Test
  void anErrorStaysInItsLine() {
    looks(Reply.error("ERR a\r\n+OK\r\nb"), "-ERR a  +OK  b|");
  }

  @Test
  void integersOfEveryLength() {
    long value = 0;
    for (int digits = 1; digits <= 18; digits++) {
      value = value * 10 + digits % 10;
      looks(Reply.integer(value), ":" + value + "|");
      looks(Reply.integer(-value), ":" + -value + "|");
    }
    looks(Reply.integer(0), ":0|");
    looks(Reply.integer(Long.MAX_VALUE), ":9223372036854775807|");
    looks(Reply.integer(Long.MIN_VALUE), ":-9223372036854775808|");
    for (int i = 0; i < 2000; i++) assertEquals(":" + i + "|", bytes(Reply.integer(i), 2));
  }

  @Test
  void nulls() {
    looks(Reply.NIL, "$-1|", "_|");
    looks(Reply.NIL_ARRAY, "*-1|", "_|");
  }

  @Test
  void aggregates() {
    looks(Reply.EMPTY_ARRAY, "*0|");
    looks(Reply.array(Reply.OK, Reply.NIL, Reply.array(Reply.integer(1))), "*3|+OK|$-1|*1|:1|", "*3|+OK|_|*1|:1|");
    looks(Reply.map(List.of(Reply.bulk("a"), Reply.integer(1))), "*2|$1|a|:1|", "%1|$1|a|:1|");
    looks(Reply.set(List.of(Reply.bulk("a"))), "*1|$1|a|", "~1|$1|a|");
    looks(new Reply.Push(List.of(Reply.bulk("message"))), "*1|$7|message|", ">1|$7|message|");
  }

  @Test
  void theTypesThatOnlyRespThreeHas() {
    looks(Reply.decimal(1.5), "$3|1.5|", ",1.5|");
    looks(Reply.decimal(Double.POSITIVE_INFINITY), "$3|inf|", ",inf|");
    looks(Reply.decimal(-0.0), "$2|-0|", ",-0|");
    looks(new Reply.Bool(true), ":1|", "#t|");
    looks(new Reply.Bool(false), ":0|", "#f|");
    looks(new Reply.BigNumber("1234567890123456789012"), "$22|1234567890123456789012|", "(1234567890123456789012|");
    looks(new Reply.Verbatim("txt", "Some text".getBytes(StandardCharsets.UTF_8)), "$9|Some text|",
        "=13|txt:Some text|");
  }

  @Test
  void measuringAnEndlessReplyEnds() {
    Reply large = Reply.bulk(new byte[1 << 20]);
    Reply many = Reply.array(Collections.nCopies(1 << 30, large));
    assertTrue(RespEncoder.lengthUpTo(many, 100 << 20) > 100 << 20);
  }
}
