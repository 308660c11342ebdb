package io.vertikv.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.session.RespConfig;
import org.junit.jupiter.api.Test;

/** A server with another number of databases than Redis' sixteen. */
class DatabaseCountTest {
  private static final String OUT_OF_RANGE = "(error) ERR DB index is out of range";

  private static RespConfig with(int databases) {
    RespConfig usual = TestServer.config();
    return new RespConfig(usual.host(), usual.port(), usual.backlog(), databases, usual.password(), usual.idleSeconds(),
        usual.drainMillis(),
        usual.slowMicros(), usual.limits());
  }

  @Test
  void everyCommandKnowsTheSameNumberOfDatabases() {
    try (TestServer server = TestServer.start(with(20), 0, 1); Wire wire = server.connect()) {
      assertEquals("OK", wire.ask("SET", "k", "v"));
      assertEquals("(integer) 1", wire.ask("COPY", "k", "k", "DB", "19"));
      assertEquals("(integer) 1", wire.ask("MOVE", "k", "18"));
      assertEquals(OUT_OF_RANGE, wire.ask("COPY", "k", "k", "DB", "20"));
      assertEquals(OUT_OF_RANGE, wire.ask("MOVE", "k", "20"));
      assertEquals(OUT_OF_RANGE, wire.ask("SELECT", "20"));
      assertEquals(OUT_OF_RANGE, wire.ask("SWAPDB", "0", "20"));
      assertEquals("OK", wire.ask("SWAPDB", "0", "19"));
      assertEquals("\"v\"", wire.ask("GET", "k"));
      assertTrue(wire.ask("INFO", "keyspace").contains("db18:keys=1"));
      assertEquals("OK", wire.ask("FLUSHALL"));
      assertEquals("OK", wire.ask("SELECT", "18"));
      assertEquals("(integer) 0", wire.ask("DBSIZE"));
    }
  }

  @Test
  void lessThanSixteenAreLessForEveryCommand() {
    try (TestServer server = TestServer.start(with(2), 0, 1); Wire wire = server.connect()) {
      wire.ask("SET", "k", "v");
      assertEquals(OUT_OF_RANGE, wire.ask("MOVE", "k", "2"));
      assertEquals("(integer) 1", wire.ask("MOVE", "k", "1"));
      assertEquals("1) \"databases\"\n2) \"2\"", wire.ask("CONFIG", "GET", "databases"));
    }
  }
}
