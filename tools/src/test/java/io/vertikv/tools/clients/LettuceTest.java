package io.vertikv.tools.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lettuce as it comes: HELLO 3, CLIENT SETINFO, one connection that everybody shares. */
@ExtendWith(NodeExtension.class)
class LettuceTest {
  private final RedisURI uri;
  private RedisClient client;
  private StatefulRedisConnection<String, String> connection;
  private RedisCommands<String, String> redis;

  LettuceTest(RunningNode node) {
    uri = RedisURI.builder().withHost(node.host()).withPort(node.port()).withTimeout(Duration.ofSeconds(30)).build();
  }

  @BeforeEach
  void connect() {
    client = RedisClient.create(uri);
    connection = client.connect();
    redis = connection.sync();
  }

  @AfterEach
  void disconnect() { client.shutdown(Duration.ZERO, Duration.ofSeconds(5)); }

  @Test
  void aConnectionIntroducesItself() {
    assertEquals("PONG", redis.ping());
    redis.clientSetname("the-lettuce");
    String info = redis.clientList().lines().filter(line -> line.contains(" name=the-lettuce ")).findFirst()
        .orElseThrow();
    assertTrue(info.contains(" resp=3 ") && info.contains(" lib-name=Lettuce"), info);
  }

  @Test
  void theOlderProtocolWorksAsWell() {
    client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
    RedisCommands<String, String> older = client.connect().sync();
    older.hset("h", Map.of("a", "1"));
    assertEquals(Map.of("a", "1"), older.hgetall("h"));
    older.zadd("z", 1.5, "m");
    assertEquals(1.5, older.zscore("z", "m"));
  }

  @Test
  void stringsComeBackAsTheyWent() {
    byte[] large = new byte[8 << 20];
    new Random(1).nextBytes(large);
    RedisCommands<byte[], byte[]> bytes = client.connect(ByteArrayCodec.INSTANCE).sync();
    bytes.set("large".getBytes(), large);
    assertArrayEquals(large, bytes.get("large".getBytes()));
    assertEquals("OK", redis.set("k", "v", SetArgs.Builder.nx().px(100_000)));
    assertNull(redis.set("k", "w", SetArgs.Builder.nx()));
    assertEquals("v", redis.setGet("k", "w"));
    assertEquals(List.of(KeyValue.just("k", "w"), KeyValue.empty("absent")), redis.mget("k", "absent"));
    assertEquals(1.5, redis.incrbyfloat("f", 1.5));
  }

  @Test
  void collectionsComeBackAsTheyWent() {
    assertEquals(2, redis.hset("h", Map.of("a", "1", "b", "2")));
    assertEquals(Map.of("a", "1", "b", "2"), redis.hgetall("h"));
    redis.rpush("l", "x", "y", "z");
    assertEquals(List.of("x", "y", "z"), redis.lrange("l", 0, -1));
    redis.sadd("s", "1", "2", "3");
    assertEquals(Set.of("1", "2", "3"), redis.smembers("s"));
    assertEquals(List.of(true, false), redis.smismember("s", "1", "9"));
    redis.zadd("z", 1, "one");
    redis.zadd("z", 0.5, "half");
    assertEquals(List.of(ScoredValue.just(0.5, "half"), ScoredValue.just(1, "one")),
        redis.zrangeWithScores("z", 0, -1));
    assertEquals(ScoredValue.just(0.5, "half"), redis.zpopmin("z"));
  }

  @Test
  void aScanFindsEveryKeyAndExpiryIsKept() {
    Set<String> written = new HashSet<>();
    for (int i = 0; i < 500; i++) written.add("key:" + i);
    for (String key : written) redis.set(key, "v", SetArgs.Builder.px(100_000));
    Set<String> found = new HashSet<>();
    ScanIterator<String> scan = ScanIterator.scan(redis, ScanArgs.Builder.matches("key:*").limit(50));
    while (scan.hasNext()) found.add(scan.next());
    assertEquals(written, found);
    assertTrue(redis.pttl("key:1") > 90_000);
    assertEquals("string", redis.type("key:1"));
    assertTrue(redis.expire("key:1", Duration.ZERO));
    assertEquals(-2, redis.ttl("key:1"));
    assertEquals(499, redis.dbsize());
  }

  @Test
  void aTransactionHappensUnlessWhatItWatchedChanged() {
    redis.set("balance", "10");
    redis.watch("balance");
    redis.multi();
    assertNull(redis.decrby("balance", 4));
    redis.lpush("history", "4");
    assertEquals(List.of(6L, 1L), redis.exec().stream().toList());
    redis.watch("balance");
    client.connect().sync().set("balance", "0");
    redis.multi();
    redis.decrby("balance", 4);
    TransactionResult tooLate = redis.exec();
    assertTrue(tooLate.wasDiscarded());
    assertEquals("0", redis.get("balance"));
  }

  @Test
  void aPipelineIsAnsweredInOrder() throws Exception {
    connection.setAutoFlushCommands(false);
    List<RedisFuture<Long>> counts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) counts.add(connection.async().incr("n"));
    connection.flushCommands();
    assertTrue(LettuceFutures.awaitAll(30, TimeUnit.SECONDS, counts.toArray(RedisFuture[]::new)));
    for (int i = 0; i < 5_000; i++) assertEquals(i + 1, counts.get(i).get());
  }

  @Test
  void databasesAreApart() {
    redis.set("k", "in 0");
    redis.select(3);
    assertNull(redis.get("k"));
    assertThrows(RedisCommandExecutionException.class, () -> redis.select(16));
  }

  @Test
  void errorsArriveAsErrorsAndTheConnectionGoesOn() {
    redis.set("k", "text");
    RedisCommandExecutionException wrongType = assertThrows(RedisCommandExecutionException.class,
        () -> redis.lpush("k", "x"));
    assertEquals("WRONGTYPE Operation against a key holding the wrong kind of value", wrongType.getMessage());
    assertEquals("text", redis.get("k"));
  }
}
