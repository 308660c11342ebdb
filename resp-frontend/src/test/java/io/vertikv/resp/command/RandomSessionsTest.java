package io.vertikv.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.resp.script.TableTarget;
import io.vertikv.resp.script.TcpTarget;
import io.vertikv.resp.type.StoredParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random sessions with lists and sorted sets, valid and not, that must go the same way here and on the server that
 * {@code -Dredis=host:port} names. {@code -Dseeds=1000} runs more of them; a failure names its seed and step.
 *
 * <p>A template's words: K a key, E an element, M a member, S a score, B and L bounds by score and by member, I an index,
 * N a count, W a weight; {@code X*9} is up to so many, {@code SM*9} so many pairs, {@code [A B]} is there or not,
 * {@code A|B} is one of them, everything else stands for itself. One word in a hundred is nonsense.
 */
@EnabledIfSystemProperty(named = "redis", matches = ".+:\\d+")
class RandomSessionsTest {
  private static final int STEPS = 400;
  private static final String WHERE = "LEFT|RIGHT|left|DOWN";
  private static final List<String> LISTS = List.of("LPUSH|RPUSH|LPUSHX|RPUSHX K E*4", "LPUSH|RPUSH K E*4",
      "LPUSH|RPUSH K E*250", "LPOP|RPOP K [N]", "LPOP|RPOP K", "LLEN|DEL K", "LINDEX K I", "LSET K I E", "LRANGE K I I",
      "LRANGE K 0 -1", "LTRIM K 1|2|3 -1|-2|-9", "LTRIM K I I", "LREM K N E", "LINSERT K BEFORE|AFTER|AMONG E E",
      "LPOS K E [RANK N] [COUNT N] [MAXLEN N]", "LMOVE K K " + WHERE + " " + WHERE, "RPOPLPUSH K K",
      "LMPOP 1 K " + WHERE + " [COUNT N]", "LMPOP 2 K K " + WHERE);
  private static final List<String> SORTED_SETS = List.of("ZADD K SM*4", "ZADD K SM*200",
      "ZADD K NX|XX|GT|LT [CH] SM*4",
      "ZADD K NX|XX|GT|LT NX|XX|GT|LT [CH] S M", "ZADD K [XX] [GT] INCR S M", "ZINCRBY K S M", "ZREM K M*30",
      "ZCARD|DEL K", "ZSCORE|ZRANK|ZREVRANK K M", "ZMSCORE K M*4", "ZCOUNT K B B", "ZLEXCOUNT flat L L",
      "ZADD flat 0 M", "ZADD flat 0 M", "ZRANGE K I I [REV] [WITHSCORES]", "ZRANGE K 0 -1 WITHSCORES",
      "ZRANGE K B B BYSCORE [REV] [LIMIT N N] [WITHSCORES]", "ZRANGE flat L L BYLEX [REV] [LIMIT N N]",
      "ZREVRANGE K I I [WITHSCORES]", "ZRANGEBYSCORE|ZREVRANGEBYSCORE K B B [WITHSCORES] [LIMIT N N]",
      "ZRANGEBYLEX|ZREVRANGEBYLEX flat L L [LIMIT N N]", "ZRANGESTORE K K I I [REV]",
      "ZRANGESTORE K K B B BYSCORE [REV]",
      "ZREMRANGEBYRANK K I I", "ZREMRANGEBYSCORE K B B", "ZREMRANGEBYLEX flat L L", "ZPOPMIN|ZPOPMAX K [N]",
      "ZMPOP 2 K K MIN|MAX|MID [COUNT N]", "ZUNION|ZINTER 2 K K [WEIGHTS W W] [AGGREGATE SUM|MIN|MAX] [WITHSCORES]",
      "ZDIFF 2 K K [WITHSCORES]", "ZINTERCARD 2 K K [LIMIT N]", "ZUNIONSTORE|ZINTERSTORE K 2 K K [WEIGHTS W W]",
      "ZDIFFSTORE K 2 K K", "SADD set M*4", "ZUNION|ZINTER|ZDIFF 2 K set WITHSCORES");

  private final CommandTable commands = new CommandTable(Stream.of(ListCommands.TABLE, SortedSetCommands.TABLE,
      SetCommands.TABLE, GenericCommands.TABLE).flatMap(List::stream).toList());

  static LongStream seeds() { return LongStream.rangeClosed(1, Integer.getInteger("seeds", 10)); }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSessionGoesTheSameWayOnRedis(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> often = seed % 2 == 0 ? LISTS : SORTED_SETS;
    List<String> seldom = seed % 2 == 0 ? SORTED_SETS : LISTS;
    String[] address = System.getProperty("redis").split(":");
    try (TableTarget ours = new TableTarget(commands);
        TcpTarget redis = new TcpTarget(address[0], Integer.parseInt(address[1]))) {
      redis.send(1, encoded(List.of("FLUSHALL")));
      for (int step = 0; step < STEPS; step++) {
        List<String> templates = random.nextInt(60) == 0 ? seldom : often;
        List<String> words = words(templates.get(random.nextInt(templates.size())), random);
        String at = "seed " + seed + " step " + step + ": " + words;
        assertEquals(redis.send(1, encoded(words)), ours.send(1, encoded(words)), at);
      }
      StoredParts.assertOwned(ours.tx());
    }
  }

  private static List<String> words(String template, Random random) {
    List<String> words = new ArrayList<>();
    boolean skipping = false;
    for (String token : template.split(" ")) {
      if (token.startsWith("[")) skipping = random.nextBoolean();
      if (!skipping) addWords(token.replace("[", "").replace("]", ""), random, words);
      if (token.endsWith("]")) skipping = false;
    }
    if (random.nextInt(100) == 0) words.set(random.nextInt(words.size() - 1) + 1, "nonsense");
    return words;
  }

  private static void addWords(String token, Random random, List<String> words) {
    int star = token.indexOf('*');
    int times = star < 0 ? 1 : 1 + random.nextInt(Integer.parseInt(token.substring(star + 1)));
    String kind = star < 0 ? token : token.substring(0, star);
    for (int i = 0; i < times; i++) {
      if (kind.equals("SM")) {
        words.add(times > 10 ? "" + random.nextInt(300) : score(random));
        words.add(word("M", random));
      } else {
        words.add(word(pick(random, kind.split("\\|")), random));
      }
    }
  }

  private static String word(String kind, Random random) {
    return switch (kind) {
      case "K" -> pick(random, "a", "b", "c");
      case "E" -> random.nextInt(60) == 0
          ? "y".repeat(random.nextInt(6000))
          : "e" + random.nextInt(random.nextBoolean() ? 8 : 200);
      case "M" -> random.nextInt(60) == 0
          ? "x".repeat(60 + random.nextInt(10))
          : "m" + random.nextInt(random.nextBoolean() ? 10 : 250);
      case "S" -> score(random);
      case "B" -> random.nextInt(8) == 0
          ? pick(random, "inf", "-inf", "(inf", "x", "", "(", "1e400", "nan")
          : pick(random, "", "(") + (random.nextInt(300) - 50);
      case "L" -> pick(random, "-", "+", "[", "(" + word("M", random), "[" + word("M", random), "[m1", "x");
      case "I" -> random.nextInt(8) == 0 ? count(random) : "" + (random.nextInt(500) - 250);
      case "N" -> count(random);
      case "W" -> pick(random, "0", "1", "2", "-1", "0.5", "inf", "-inf", "x");
      default -> kind;
    };
  }

  /** Only such as every version of Redis prints alike. */
  private static String score(Random random) {
    return random.nextInt(8) == 0
        ? pick(random, "inf", "-inf", "nan", "x", "1e400", "", "+5", "0x10", "1.5")
        : "" + (random.nextInt(1200) / 4.0 - 50);
  }

  private static String count(Random random) {
    return random.nextInt(6) == 0
        ? pick(random, "x", "", "9223372036854775807", "-9223372036854775807", "9223372036854775808")
        : "" + (random.nextInt(12) - 3);
  }

  private static String pick(Random random, String... words) { return words[random.nextInt(words.length)]; }

  private static List<byte[]> encoded(List<String> words) {
    return words.stream().map(w -> w.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
