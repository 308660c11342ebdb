package io.vertikv.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.resp.protocol.RespEncoder;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.script.MemoryTx;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What hashes and sets answer to a RESP3 client; the texts were taken from Redis. */
class HashRepliesTest {
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
      return HashScriptsTest.COMMANDS.find(args).handler().run(tx, args);
    } catch (io.vertikv.resp.reply.CommandError error) {
      return Reply.error(error.text());
    }
  }
}
