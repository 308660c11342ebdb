package io.vertikv.tools.chaos;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.vertikv.tools.chaos.load.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/** Sessions over the clients that people use, by turns. */
final class ClientSessions implements Session.Opener, AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final AtomicInteger opened = new AtomicInteger();
  private final RedisClient lettuce = RedisClient.create();

  /** Lettuce would otherwise connect again and send again what may have happened. */
  ClientSessions() {
    lettuce.setOptions(ClientOptions.builder().autoReconnect(false).build());
  }

  @Override
  public Session open(int port) throws IOException {
    try {
      return opened.getAndIncrement() % 2 == 0 ? jedis(port) : lettuce(port);
    } catch (JedisException | RedisConnectionException nobodyThere) {
      throw new IOException(nobodyThere);
    }
  }

  private static Session jedis(int port) {
    int millis = (int) ANSWER.toMillis();
    Connection connection = new Connection(new HostAndPort("127.0.0.1", port),
        DefaultJedisClientConfig.builder().socketTimeoutMillis(millis).connectionTimeoutMillis(millis).build());
    connection.connect();
    return new JedisSession(connection);
  }

  private Session lettuce(int port) {
    return new LettuceSession(lettuce.connect(RedisURI.create("127.0.0.1", port)), ANSWER);
  }

  @Override
  public void close() { lettuce.shutdown(); }
}
