package io.vertikv.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.resp.protocol.RespEncoder;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.script.MemoryTx;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lists and sorted sets answer to a RESP3 client; the texts were taken from Redis. */
class CollectionRepliesTest {
  private static final CommandTable COMMANDS = new CommandTable(
      Stream.of(ListCommands.TABLE, SortedSetCommands.TABLE).flatMap(List::stream).toList());

  private final MemoryTx tx = new MemoryTx();

  @Test
  void scoresAreDoubles() {
    run("ZADD z 1 a 2.5 b inf c");
    assertEquals(",2.5", resp(3, "ZSCORE z b"));
    assertEquals("$3 2.5", resp(2, "ZSCORE z b"));
    assertEquals("_", resp(3, "ZSCORE z none"));
    assertEquals("*3 ,1 _ ,inf", resp(3, "ZMSCORE z a none c"));
    assertEquals(",3", resp(3, "ZINCRBY z 2 a"));
    assertEquals(",-inf", resp(3, "ZADD z INCR -inf new"));
    assertEquals("_", resp(3, "ZADD z NX INCR 1 a"));
    assertEquals("*2 :1 ,2.5", resp(3, "ZRANK z b WITHSCORE"));
    assertEquals("_", resp(3, "ZRANK z none WITHSCORE"));
    assertEquals("*-1", resp(2, "ZRANK z none WITHSCORE"));
  }

  @Test
  void membersWithScoresAreAnArrayOfPairs() {
    run("ZADD z 1 a 2 b");
    String pairs = "*2 *2 $1 a ,1 *2 $1 b ,2";
    assertEquals(pairs, resp(3, "ZRANGE z 0 -1 WITHSCORES"));
    assertEquals(pairs, resp(3, "ZRANGEBYSCORE z 0 9 WITHSCORES"));
    assertEquals(pairs, resp(3, "ZUNION 1 z WITHSCORES"));
    assertEquals(pairs, resp(3, "ZDIFF 1 z WITHSCORES"));
    assertEquals(pairs, resp(3, "ZRANDMEMBER z 2 WITHSCORES"));
    assertEquals("*4 $1 a $1 1 $1 b $1 2", resp(2, "ZRANGE z 0 -1 WITHSCORES"));
    assertEquals("*0", resp(3, "ZRANGE missing 0 -1 WITHSCORES"));
    assertEquals("*2 $1 0 *4 $1 a $1 1 $1 b $1 2", resp(3, "ZSCAN z 0"));
  }

  @Test
  void whatIsPoppedIsPairedWhereACountWasGiven() {
    run("ZADD z 1 a 2 b 3 c 4 d 5 e");
    assertEquals("*2 $1 a ,1", resp(3, "ZPOPMIN z"));
    assertEquals("*1 *2 $1 b ,2", resp(3, "ZPOPMIN z 1"));
    assertEquals("*2 $1 e $1 5", resp(2, "ZPOPMAX z 1"));
    assertEquals("*2 $1 z *1 *2 $1 c ,3", resp(3, "ZMPOP 1 z MIN"));
    assertEquals("*2 $1 z *1 *2 $1 d $1 4", resp(2, "ZMPOP 1 z MIN"));
    assertEquals("_", resp(3, "ZMPOP 1 z MIN"));
    assertEquals("*-1", resp(2, "ZMPOP 1 z MIN"));
    assertEquals("*0", resp(3, "ZPOPMIN z"));
  }

  @Test
  void anAbsentListIsNullOrAnEmptyArray() {
    assertEquals("_", resp(3, "LPOP missing 2"));
    assertEquals("*-1", resp(2, "LPOP missing 2"));
    assertEquals("$-1", resp(2, "LPOP missing"));
    assertEquals("*-1", resp(2, "LMPOP 1 missing LEFT"));
    assertEquals("*0", resp(2, "LRANGE missing 0 -1"));
    run("RPUSH l a b");
    assertEquals("*0", resp(2, "LPOP l 0"));
    assertEquals("*2 $1 l *1 $1 a", resp(3, "LMPOP 1 l LEFT"));
  }

  @Test
  void aRepetitionOfLargeMembersIsBounded() {
    run("ZADD z 1 " + "m".repeat(1 << 20));
    assertEquals("-ERR value is out of range", resp(3, "ZRANDMEMBER z -1000"));
    assertEquals("-ERR value is out of range", resp(3, "ZRANDMEMBER z -1000 WITHSCORES"));
    assertEquals("-ERR value is out of range", resp(3, "ZRANDMEMBER z -1048577"));
  }

  private String resp(int version, String command) {
    ByteBuf out = Unpooled.buffer();
    RespEncoder.write(run(command), version, out);
    return out.toString(StandardCharsets.ISO_8859_1).strip().replace("\r\n", " ");
  }

  private Reply run(String command) {
    Args args = Args.of(0,
        Arrays.stream(command.split(" ")).map(w -> w.getBytes(StandardCharsets.ISO_8859_1)).toArray(byte[][]::new));
    try {
      return COMMANDS.find(args).handler().run(tx, args);
    } catch (CommandError error) {
      return Reply.error(error.text());
    }
  }
}
