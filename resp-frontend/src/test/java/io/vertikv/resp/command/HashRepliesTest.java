package io.vertikv.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.resp.protocol.RespEncoder;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.script.MemoryTx;
import io.vertikv.resp.type.Encoding;
import io.vertikv.resp.type.Header;
import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What hashes and sets answer beyond the sessions: to a RESP3 client (as Redis does), call by call, type by type. */
class HashRepliesTest {
  private static final List<String> OF_HASHES = List.of("HSET k f v", "HSETNX k f v", "HGET k f", "HMGET k f g",
      "HMSET k f v", "HDEL k f", "HLEN k", "HSTRLEN k f", "HEXISTS k f", "HKEYS k", "HVALS k", "HGETALL k",
      "HINCRBY k f 1", "HINCRBYFLOAT k f 1", "HSCAN k 0", "HRANDFIELD k", "HRANDFIELD k 0",
      "HRANDFIELD k -5 WITHVALUES");
  private static final List<String> OF_SETS = List.of("SADD k m", "SREM k m", "SMEMBERS k", "SISMEMBER k m",
      "SMISMEMBER k m n", "SCARD k", "SPOP k", "SPOP k 0", "SRANDMEMBER k", "SRANDMEMBER k -5", "SMOVE k k m",
      "SMOVE k other m", "SSCAN k 0", "SDIFF k", "SDIFF other k", "SINTER other k", "SUNION other k",
      "SINTERCARD 2 other k", "SDIFFSTORE other other k", "SINTERSTORE k other k", "SUNIONSTORE other k");

  private final MemoryTx tx = new MemoryTx();

  @Test
  void aHashIsAMap() {
    run("HSET h a 1 b 2");
    assertEquals("%2 $1 a $1 1 $1 b $1 2", resp(3, "HGETALL h"));
    assertEquals("*4 $1 a $1 1 $1 b $1 2", resp(2, "HGETALL h"));
    assertEquals("%0", resp(3, "HGETALL missing"));
    assertEquals("*2 $1 a $1 b", resp(3, "HKEYS h"));
    assertEquals("*2 $1 1 _", resp(3, "HMGET h a z"));
  }

  @Test
  void randomFieldsWithValuesAreAnArrayOfPairs() {
    run("HSET h a 1 b 2");
    assertEquals("*2 *2 $1 a $1 1 *2 $1 b $1 2", resp(3, "HRANDFIELD h 2 WITHVALUES"));
    assertEquals("*4 $1 a $1 1 $1 b $1 2", resp(2, "HRANDFIELD h 2 WITHVALUES"));
    assertEquals("*2 $1 a $1 b", resp(3, "HRANDFIELD h 2"));
    assertEquals("*0", resp(3, "HRANDFIELD missing 2 WITHVALUES"));
    assertEquals("_", resp(3, "HRANDFIELD missing"));
  }

  @Test
  void setsAreSetsButRandomMembersAreAnArray() {
    run("SADD s 1 2");
    assertEquals("~2 $1 1 $1 2", resp(3, "SMEMBERS s"));
    assertEquals("~2 $1 1 $1 2", resp(3, "SUNION s s"));
    assertEquals("~2 $1 1 $1 2", resp(3, "SINTER s"));
    assertEquals("~2 $1 1 $1 2", resp(3, "SDIFF s"));
    assertEquals("~0", resp(3, "SMEMBERS missing"));
    assertEquals("~0", resp(3, "SPOP s 0"));
    assertEquals("~0", resp(3, "SPOP missing 3"));
    assertEquals("*2 $1 1 $1 2", resp(3, "SRANDMEMBER s 2"));
    assertEquals("*0", resp(3, "SRANDMEMBER missing 3"));
    assertEquals("~2 $1 1 $1 2", resp(3, "SPOP s 2"));
    assertEquals("_", resp(3, "SPOP s"));
  }

  @Test
  void aRepetitionOfLargeValuesIsBounded() {
    run("HSET h f " + "v".repeat(1 << 20));
    assertEquals("-ERR value is out of range", resp(3, "HRANDFIELD h -1000 WITHVALUES"));
    assertEquals("-ERR value is out of range", resp(3, "HRANDFIELD h -1048577"));
  }

  @Test
  void aScanThroughTheCommandsShowsEachFieldOnce() {
    StringBuilder set = new StringBuilder("HSET h");
    for (int i = 0; i < 1000; i++) set.append(" f").append(i).append(" v").append(i);
    run(set.toString());
    run(set.toString().replace("HSET h", "SADD s"));
    assertEquals(1000, scanned("HSCAN h %s COUNT 20", 2));
    assertEquals(100, scanned("HSCAN h %s MATCH f*5 COUNT 7", 2));
    assertEquals(2000, scanned("SSCAN s %s", 1));
    assertEquals(111, scanned("SSCAN s %s MATCH v1* COUNT 1000", 1));
  }

  private int scanned(String command, int step) {
    Set<String> shown = new HashSet<>();
    String cursor = "0";
    do {
      List<Reply> reply = ((Reply.Array) run(command.formatted(cursor))).items();
      cursor = text(reply.getFirst());
      List<Reply> items = ((Reply.Array) reply.get(1)).items();
      for (int i = 0; i < items.size(); i += step) {
        assertTrue(shown.add(text(items.get(i))));
        if (step == 2) assertEquals(text(items.get(i)).replace('f', 'v'), text(items.get(i + 1)));
      }
    } while (!cursor.equals("0"));
    return shown.size();
  }

  private static String text(Reply reply) {
    Reply.Bulk bulk = (Reply.Bulk) reply;
    return new String(bulk.array(), bulk.offset(), bulk.length(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @EnumSource(ValueType.class)
  void everyCommandRefusesEveryOtherType(ValueType type) {
    KeyEntry.of(tx, new Key(0, "k".getBytes(StandardCharsets.ISO_8859_1)))
        .write(Header.of(type, type == ValueType.STRING ? Encoding.PLAIN : Encoding.INLINE, 0, new byte[]{0}));
    if (type != ValueType.HASH) OF_HASHES.forEach(this::assertRefused);
    if (type != ValueType.SET) OF_SETS.forEach(this::assertRefused);
  }

  private void assertRefused(String command) {
    assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value", resp(2, command), command);
  }

  private String resp(int version, String command) {
    ByteBuf out = Unpooled.buffer();
    RespEncoder.write(run(command), version, out);
    return out.toString(StandardCharsets.ISO_8859_1).strip().replace("\r\n", " ");
  }

  private Reply run(String command) {
    byte[][] words = Arrays.stream(command.split(" ")).map(w -> w.getBytes(StandardCharsets.ISO_8859_1))
        .toArray(byte[][]::new);
    Args args = Args.of(0, words);
    try {
      return DataScriptsTest.COMMANDS.find(args).handler().run(tx, args);
    } catch (io.vertikv.resp.reply.CommandError error) {
      return Reply.error(error.text());
    }
  }
}
