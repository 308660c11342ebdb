package io.vertikv.resp.reply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyCodecTest {
  private static final Reply.Push PUSH = new Reply.Push(List.of(Reply.bulk("p")));
  /** One of every kind. */
  private static final Map<String, Reply> GOLDEN = Map.ofEntries(
      Map.entry("01026f6b", Reply.simple("ok")),
      Map.entry("0203455252", Reply.error("ERR")),
      Map.entry("03fffffffffffffffe", Reply.integer(-2)),
      Map.entry("04020062", new Reply.Bulk(new byte[]{9, 0, 'b', 9}, 1, 2)),
      Map.entry("05", Reply.NIL),
      Map.entry("06", Reply.NIL_ARRAY),
      Map.entry("07023432", new Reply.BigNumber("42")),
      Map.entry("083ff8000000000000", Reply.decimal(1.5)),
      Map.entry("09", new Reply.Bool(false)),
      Map.entry("0a", new Reply.Bool(true)),
      Map.entry("0b020506", Reply.array(Reply.NIL, Reply.NIL_ARRAY)),
      Map.entry("0c02050a", Reply.map(List.of(Reply.NIL, new Reply.Bool(true)))),
      Map.entry("0d020509", Reply.pairs(List.of(Reply.NIL, new Reply.Bool(false)))),
      Map.entry("0e0105", Reply.set(List.of(Reply.NIL))),
      Map.entry("0f01040170", PUSH),
      Map.entry("10037478740176", new Reply.Verbatim("txt", new byte[]{'v'})),
      Map.entry("1102050a06", new Reply.Attributed(List.of(Reply.NIL, new Reply.Bool(true)), Reply.NIL_ARRAY)),
      Map.entry("120f0104017005", new Reply.After(PUSH, Reply.NIL)));

  private static byte[] bytes(Reply reply) {
    ByteWriter out = new ByteWriter();
    ReplyCodec.write(reply, out);
    return out.toByteArray();
  }

  @Test
  void everyKindIsWrittenLikeThisAndReadAgain() {
    GOLDEN.forEach((hex, reply) -> {
      assertEquals(hex, HexFormat.of().formatHex(bytes(reply)), reply.toString());
      ByteReader in = new ByteReader(HexFormat.of().parseHex(hex));
      assertArrayEquals(bytes(reply), bytes(ReplyCodec.read(in)));
      in.expectEnd();
    });
    assertEquals(Reply.class.getPermittedSubclasses().length, GOLDEN.values().stream().map(Reply::getClass).distinct()
        .count(), "a kind of reply is missing here");
  }

  @Test
  void everyCutIsNoticed() {
    byte[] whole = bytes(Reply.array(List.copyOf(GOLDEN.values())));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(MalformedBytes.class, () -> ReplyCodec.read(new ByteReader(part)), "cut at " + length);
    }
  }

  @Test
  void nothingNestsWithoutEnd() {
    Reply deep = Reply.NIL;
    for (int i = 1; i < ReplyCodec.DEPTH_MAX; i++) deep = Reply.array(deep);
    bytes(deep);
    Reply tooDeep = Reply.array(deep);
    assertThrows(IllegalArgumentException.class, () -> bytes(tooDeep));
    byte[] hostile = new byte[10_000];
    for (int i = 0; i < hostile.length; i++) hostile[i] = (byte) (i % 2 == 0 ? 11 : 1);
    assertThrows(MalformedBytes.class, () -> ReplyCodec.read(new ByteReader(hostile)));
  }

  @Test
  void aCountThatLiesIsFoundBeforeThereIsMemoryForIt() {
    byte[] lying = new ByteWriter().u8(11).varint(1L << 40).toByteArray();
    assertThrows(MalformedBytes.class, () -> ReplyCodec.read(new ByteReader(lying)));
  }
}
