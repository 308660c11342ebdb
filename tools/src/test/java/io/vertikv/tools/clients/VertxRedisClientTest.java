package io.vertikv.tools.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** vertx-redis-client as it comes: HELLO 3 on each pooled connection, replies of the server's own types. */
@ExtendWith(NodeExtension.class)
class VertxRedisClientTest {
  private final String url;
  private Vertx vertx;
  private Redis client;
  private RedisAPI redis;

  VertxRedisClientTest(RunningNode node) { url = "redis://" + node.host() + ":" + node.port(); }

  @BeforeEach
  void connect() {
    vertx = Vertx.vertx();
    client = Redis.createClient(vertx, new RedisOptions().setConnectionString(url).setMaxPoolWaiting(2_000));
    redis = RedisAPI.api(client);
  }

  @AfterEach
  void disconnect() throws Exception {
    await(redis.ping(List.of()));
    client.close();
    await(vertx.close());
  }

  @Test
  void repliesHaveTheTypesOfTheNewerProtocol() throws Exception {
    await(redis.hset(List.of("h", "a", "1", "b", "2")));
    Response fields = await(redis.hgetall("h"));
    assertEquals(Set.of("a", "b"), fields.getKeys());
    assertEquals("2", fields.get("b").toString());
    await(redis.sadd(List.of("s", "x", "y")));
    assertEquals(2, await(redis.smembers("s")).size());
    await(redis.zadd(List.of("z", "1.5", "m")));
    Response score = await(redis.zscore("z", "m"));
    assertEquals(ResponseType.NUMBER, score.type());
    assertEquals(1.5, score.toDouble());
    assertNull(await(redis.get("absent")));
  }

  @Test
  void stringsListsAndExpiryWork() throws Exception {
    String large = "0123456789".repeat(400_000);
    await(redis.set(List.of("large", large)));
    assertEquals(large, await(redis.get("large")).toString());
    await(redis.rpush(List.of("l", "x", "y", "z")));
    assertEquals("[x, y, z]", await(redis.lrange("l", "0", "-1")).toString());
    await(redis.expire(List.of("l", "100")));
    assertTrue(await(redis.ttl("l")).toInteger() > 90);
    Response page = await(redis.scan(List.of("0", "COUNT", "100")));
    assertEquals("0", page.get(0).toString());
    assertEquals(2, page.get(1).size());
  }

  @Test
  void aTransactionHappensUnlessWhatItWatchedChanged() throws Exception {
    RedisConnection connection = await(client.connect());
    await(connection.send(Request.cmd(Command.WATCH).arg("n")));
    await(redis.set(List.of("n", "5")));
    await(connection.send(Request.cmd(Command.MULTI)));
    assertEquals("QUEUED", await(connection.send(Request.cmd(Command.INCR).arg("n"))).toString());
    assertNull(await(connection.send(Request.cmd(Command.EXEC))));
    await(connection.send(Request.cmd(Command.MULTI)));
    await(connection.send(Request.cmd(Command.INCR).arg("n")));
    assertEquals(6, await(connection.send(Request.cmd(Command.EXEC))).get(0).toInteger());
    await(connection.close());
  }

  @Test
  void aBatchIsAnsweredInOrderAndThePoolServesAll() throws Exception {
    List<Request> batch = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) batch.add(Request.cmd(Command.INCR).arg("n"));
    List<Response> counts = await(client.batch(batch));
    for (int i = 0; i < 1_000; i++) assertEquals(i + 1, counts.get(i).toInteger());
    List<Future<Response>> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) many.add(redis.incr("n"));
    await(Future.all(many));
    assertEquals("1500", await(redis.get("n")).toString());
  }

  @Test
  void errorsArriveAsErrors() throws Exception {
    await(redis.set(List.of("k", "text")));
    try {
      await(redis.lpush(List.of("k", "x")));
      fail("LPUSH of a string must fail");
    } catch (ExecutionException failed) {
      assertTrue(failed.getCause() instanceof ErrorType error && error.is("WRONGTYPE"), () -> "" + failed.getCause());
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
