package io.vertikv.tools.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;
import redis.clients.jedis.util.SafeEncoder;

/** Jedis as it comes: a single connection, and the client with a pool. */
@ExtendWith(NodeExtension.class)
class JedisTest {
  private final RunningNode node;
  private Jedis jedis;

  JedisTest(RunningNode node) { this.node = node; }

  @BeforeEach
  void connect() {
    jedis = new Jedis(new HostAndPort(node.host(), node.port()),
        DefaultJedisClientConfig.builder().autoNegotiateProtocol(false).build());
  }

  @AfterEach
  void disconnect() { jedis.close(); }

  @Test
  void aConnectionIntroducesItself() {
    assertEquals("PONG", jedis.ping());
    assertEquals("OK", jedis.clientSetname("the-jedis"));
    assertEquals("the-jedis", jedis.clientGetname());
    assertTrue(jedis.clientInfo().contains(" lib-name=jedis"), jedis.clientInfo());
  }

  @Test
  void theClientWithAPoolNegotiatesTheNewerProtocol() {
    try (RedisClient pool = RedisClient.create(node.host(), node.port())) {
      String info = SafeEncoder
          .encode((byte[]) pool.executeCommand(new CommandArguments(Protocol.Command.CLIENT).add("INFO")));
      assertTrue(info.contains(" resp=3 ") && info.contains(" lib-name=jedis"), info);
      pool.zadd("z", 1.5, "m");
      assertEquals(1.5, pool.zscore("z", "m"));
    }
  }

  @Test
  void theClusterClientTakesOneNodeForAWholeCluster() {
    try (RedisClusterClient cluster = RedisClusterClient.create(new HostAndPort(node.host(), node.port()))) {
      assertEquals(Set.of(node.host() + ":" + node.port()), cluster.getClusterNodes().keySet());
      cluster.set("{tag}a", "1");
      cluster.set("b", "2");
      assertEquals(List.of("1", "2"), jedis.mget("{tag}a", "b"));
    }
  }

  @Test
  void stringsComeBackAsTheyWent() {
    byte[] large = new byte[8 << 20];
    new Random(1).nextBytes(large);
    jedis.set("large".getBytes(), large);
    assertArrayEquals(large, jedis.get("large".getBytes()));
    assertEquals("OK", jedis.set("k", "v", SetParams.setParams().nx().px(100_000)));
    assertNull(jedis.set("k", "w", SetParams.setParams().nx()));
    assertEquals("v", jedis.setGet("k", "ключ"));
    assertEquals("ключ", jedis.get("k"));
    assertNull(jedis.get("absent"));
    assertEquals(3, jedis.incrBy("n", 3));
    assertEquals(List.of("3", "ключ"), jedis.mget("n", "k"));
  }

  @Test
  void collectionsComeBackAsTheyWent() {
    Map<String, String> fields = Map.of("a", "1", "b", "2");
    assertEquals(2, jedis.hset("h", fields));
    assertEquals(fields, jedis.hgetAll("h"));
    assertEquals(3, jedis.rpush("l", "x", "y", "z"));
    assertEquals(List.of("x", "y", "z"), jedis.lrange("l", 0, -1));
    jedis.sadd("s", "1", "2", "3");
    assertEquals(Set.of("1", "2", "3"), jedis.smembers("s"));
    jedis.zadd("z", Map.of("one", 1.0, "half", 0.5));
    assertEquals(List.of(new Tuple("half", 0.5), new Tuple("one", 1.0)), jedis.zrangeWithScores("z", 0, -1));
    assertEquals(0.5, jedis.zscore("z", "half"));
  }

  @Test
  void aScanFindsEveryKeyAndExpiryIsKept() {
    Set<String> written = new HashSet<>();
    for (int i = 0; i < 500; i++) written.add("key:" + i);
    written.forEach(key -> jedis.set(key, "v", SetParams.setParams().ex(100)));
    Set<String> found = new HashSet<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page = jedis.scan(cursor, new ScanParams().match("key:*").count(50));
      found.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    assertEquals(written, found);
    assertEquals(500, jedis.dbSize());
    assertTrue(jedis.pttl("key:1") > 90_000);
    assertEquals(1, jedis.persist("key:1"));
    assertEquals(-1, jedis.ttl("key:1"));
    assertEquals(1, jedis.expireAt("key:1", 1));
    assertEquals(-2, jedis.ttl("key:1"));
  }

  @Test
  void aTransactionHappensUnlessWhatItWatchedChanged() {
    try (Jedis other = new Jedis(node.host(), node.port())) {
      jedis.set("balance", "10");
      jedis.watch("balance");
      Transaction transaction = jedis.multi();
      Response<Long> left = transaction.decrBy("balance", 4);
      transaction.lpush("history", "4");
      assertEquals(2, transaction.exec().size());
      assertEquals(6, left.get());
      jedis.watch("balance");
      other.set("balance", "0");
      Transaction tooLate = jedis.multi();
      tooLate.decrBy("balance", 4);
      assertNull(tooLate.exec());
      assertEquals("0", jedis.get("balance"));
    }
  }

  @Test
  void aPipelineIsAnsweredInOrder() {
    Pipeline pipeline = jedis.pipelined();
    List<Response<Long>> counts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) counts.add(pipeline.incr("n"));
    Response<String> wrong = pipeline.hget("n", "f");
    pipeline.sync();
    for (int i = 0; i < 5_000; i++) assertEquals(i + 1, counts.get(i).get());
    assertThrows(JedisDataException.class, wrong::get);
  }

  @Test
  void databasesAreApart() {
    jedis.set("k", "in 0");
    jedis.select(3);
    assertNull(jedis.get("k"));
    jedis.set("k", "in 3");
    jedis.select(0);
    assertEquals("in 0", jedis.get("k"));
    assertThrows(JedisDataException.class, () -> jedis.select(16));
  }

  @Test
  void errorsArriveAsErrorsAndTheConnectionGoesOn() {
    jedis.set("k", "text");
    JedisDataException wrongType = assertThrows(JedisDataException.class, () -> jedis.lpush("k", "x"));
    assertEquals("WRONGTYPE Operation against a key holding the wrong kind of value", wrongType.getMessage());
    assertThrows(JedisDataException.class, () -> jedis.incr("k"));
    assertEquals("text", jedis.get("k"));
  }

  @Test
  void theNewerProtocolHasItsTypes() {
    DefaultJedisClientConfig config = DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP3).build();
    try (Jedis third = new Jedis(new HostAndPort(node.host(), node.port()), config)) {
      third.hset("h", Map.of("a", "1"));
      assertEquals(Map.of("a", "1"), third.hgetAll("h"));
      third.zadd("z", 1.5, "m");
      assertEquals(1.5, third.zscore("z", "m"));
      assertEquals(List.of(new Tuple("m", 1.5)), third.zrangeWithScores("z", 0, -1));
      third.sadd("s", "x");
      assertEquals(Set.of("x"), third.smembers("s"));
      assertNull(third.get("absent"));
    }
  }

  @Test
  void aPoolIsSharedByManyThreads() throws Exception {
    try (RedisClient pool = RedisClient.create(node.host(), node.port());
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Long>> last = new ArrayList<>();
      for (int i = 0; i < 8; i++) last.add(threads.submit(() -> {
        for (int j = 0; j < 100; j++) pool.incr("n");
        return pool.incr("n");
      }));
      for (Future<Long> each : last) each.get(30, TimeUnit.SECONDS);
      assertEquals("808", pool.get("n"));
      try (AbstractTransaction transaction = pool.multi()) {
        transaction.set("n", "0");
        transaction.incr("n");
        assertEquals(List.of("OK", 1L), transaction.exec());
      }
    }
  }
}
