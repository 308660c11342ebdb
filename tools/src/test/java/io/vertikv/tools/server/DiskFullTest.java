package io.vertikv.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;

/** A whole node on a disk that gets full and is given room again, as a client sees it. */
@Timeout(60)
class DiskFullTest {
  private static final String FULL = "MISCONF There is no room on disk for writes. "
      + "Commands that may add data are disabled. ";
  private static final String VALUE = "v".repeat(10_000);

  @TempDir
  private Path folder;
  private final TestVolume volume = new TestVolume();

  @Test
  void withoutRoomForTheLogWritesAreRefusedReadsAndDeletesGoOnAndWritesComeBack() {
    try (TestNode node = start();
        Jedis client = new Jedis("127.0.0.1", node.port());
        Jedis other = new Jedis("127.0.0.1", node.port())) {
      other.sendCommand(Command.MULTI);
      other.sendCommand(Command.SET, "block", VALUE);
      volume.full = true;
      int written = 0;
      String refusal = null;
      while (refusal == null) {
        String key = "key:" + written++;
        refusal = refusal(() -> client.set(key, VALUE));
      }
      assertEquals(FULL + "There is no room for the next segment of the log.", refusal);
      assertTrue(written < 80, written + " were written");

      assertEquals(VALUE, client.get("key:0"));
      assertEquals(1, client.del("key:0"));
      assertEquals(1, client.expire("key:1", 1000));
      assertEquals(1, client.persist("key:1"));
      for (int i = 0; i < 100; i++) assertEquals(0, client.del("key:0"));
      assertEquals(refusal, refusal(() -> client.incr("counter")));
      assertEquals(refusal, refusal(() -> client.lpush("list", "x")));
      assertEquals("EXECABORT Transaction discarded because of: " + refusal,
          refusal(() -> other.sendCommand(Command.EXEC)));
      try (Transaction block = client.multi()) {
        block.del("key:1");
        assertEquals(1L, block.exec().getFirst());
      }

      volume.full = false;
      await(client);
      assertEquals(1, client.incr("counter"));
    }
    try (TestNode node = start(); Jedis client = new Jedis("127.0.0.1", node.port())) {
      assertEquals("1", client.get("counter"));
      assertEquals(null, client.get("key:0"));
    }
  }

  @Test
  void withLittleFreeSpaceItIsTheSame() {
    try (TestNode node = start(); Jedis client = new Jedis("127.0.0.1", node.port())) {
      assertEquals("OK", client.set("key", VALUE));
      volume.freeBytes.set(200L << 20);
      String refusal = null;
      while (refusal == null) refusal = refusal(() -> client.set("key", VALUE));
      assertEquals(FULL + "200 MiB are free, less than disk.free-min, which is 256 MiB.", refusal);
      assertEquals(VALUE, client.get("key"));
      assertEquals(1, client.del("key"));
      volume.freeBytes.set(300L << 20);
      await(client);
    }
  }

  private TestNode start() {
    return TestNode.start(folder, volume, Map.of("sync", "never", "log.segment-size", "1MiB"));
  }

  private static void await(Jedis client) {
    while (refusal(() -> client.set("key", VALUE)) != null) Thread.onSpinWait();
  }

  /** Null: it was taken. */
  private static String refusal(Supplier<?> command) {
    try {
      command.get();
      return null;
    } catch (JedisDataException refused) {
      return refused.getMessage();
    }
  }
}
