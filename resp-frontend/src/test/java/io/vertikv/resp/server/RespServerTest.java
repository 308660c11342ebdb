package io.vertikv.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RespServerTest {
  @Test
  void answersCommandsOverASocket() {
    try (TestServer server = TestServer.start(); Wire wire = server.connect()) {
      assertEquals("PONG", wire.ask("PING"));
      assertEquals("OK", wire.ask("SET", "k", "v"));
      assertEquals("\"v\"", wire.ask("GET", "k"));
      wire.send("PING\r\nGET k\r\n");
      assertEquals(List.of("PONG", "\"v\""), wire.replies(2));
      assertTrue(wire.ask("CLIENT", "LIST").contains("cmd=client|list"));
    }
  }
}
