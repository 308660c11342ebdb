package io.vertikv.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.type.Header;
import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.KeyEntry;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Stopping while clients are in the middle of something: what ran is answered, in order, before the connection ends. */
class DrainTest {
  /** INCR counts what ran: a reply less than the counter would be a command that ran and was never answered. */
  @Test
  void whatRanIsAnsweredInOrderBeforeTheConnectionEnds() throws Exception {
    for (int seed = 0; seed < 3; seed++) {
      TestServer server = TestServer.start(TestServer.config(), seed, 2);
      List<CompletableFuture<Integer>> clients = new ArrayList<>();
      List<Wire> wires = new ArrayList<>();
      for (int i = 0; i < 3; i++) wires.add(server.connect());
      for (int i = 0; i < 3; i++) {
        Wire wire = wires.get(i);
        byte[] pipeline = incrs("n" + i, 50_000);
        Thread.ofPlatform().daemon().start(() -> sendUntilClosed(wire, pipeline));
        assertEquals("(integer) 1", wire.reply());
        clients.add(CompletableFuture.supplyAsync(() -> countRising(wire)));
      }
      server.close();
      for (int i = 0; i < 3; i++) {
        int answered = clients.get(i).get(10, TimeUnit.SECONDS);
        assertEquals(answered, counter(server, "n" + i), "client " + i + " of seed " + seed);
      }
    }
  }

  @Test
  void idleAndHalfwayClientsAreClosedAndNewOnesNotAccepted() {
    TestServer server = TestServer.start();
    int port = server.port();
    try (Wire idle = server.connect(); Wire halfway = server.connect(); Wire block = server.connect()) {
      assertEquals("PONG", idle.ask("PING"));
      halfway.send("PING\r\n*2\r\n$3\r\nGET\r\n$5\r\nab");
      assertEquals("PONG", halfway.reply());
      assertEquals("OK", block.ask("MULTI"));
      server.close();
      assertEquals("", idle.untilClosed());
      assertEquals("", halfway.untilClosed());
      assertEquals("", block.untilClosed());
      assertThrows(UncheckedIOException.class, () -> new Wire(port).close());
    }
  }

  @Test
  void aClientThatTakesNoRepliesIsCutOffAtTheDeadline() {
    TestServer server = TestServer.start(TestServer.config().withDrainMillis(50), 0, 1);
    try (Wire deaf = server.connect(); Wire other = server.connect()) {
      byte[] echo = Wire.encoded("ECHO", "v".repeat(100_000));
      Thread sender = Thread.ofPlatform().daemon().start(() -> {
        for (int i = 0; i < 200; i++) sendUntilClosed(deaf, echo);
      });
      String clients = other.ask("CLIENT", "LIST");
      while (!clients.matches("(?s).*omem=\\d{6,}.*")) clients = other.ask("CLIENT", "LIST");
      server.close();
      assertEquals("", other.untilClosed());
      assertTrue(deaf.untilClosed().length() < 20_000_000, "the rest was dropped");
      assertTrue(sender.isDaemon());
    }
  }

  @Test
  void aCommandHeldBackByAPauseDoesNotRun() {
    TestServer server = TestServer.start(TestServer.config().withDrainMillis(50), 0, 1);
    try (Wire admin = server.connect(); Wire paused = server.connect()) {
      assertEquals("OK", admin.ask("CLIENT", "PAUSE", "100000", "WRITE"));
      paused.command("INCR", "n");
      while (!admin.ask("CLIENT", "LIST").contains("flags=b ")) Thread.onSpinWait();
      server.close();
      assertEquals("", paused.untilClosed());
      assertEquals(0, counter(server, "n"));
    }
  }

  private static int counter(TestServer server, String name) {
    Header header = KeyEntry.of(server.region().tx(), new Key(0, name.getBytes(StandardCharsets.ISO_8859_1))).header();
    if (header == null) return 0;
    byte[] bytes = header.bytes();
    return Integer.parseInt(new String(bytes, header.bodyOffset(), bytes.length - header.bodyOffset(),
        StandardCharsets.ISO_8859_1));
  }

  private static byte[] incrs(String key, int count) {
    return ("INCR " + key + "\r\n").repeat(count).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void sendUntilClosed(Wire wire, byte[] bytes) {
    try {
      wire.send(bytes);
    } catch (UncheckedIOException closed) {
      assertTrue(closed.getCause() instanceof java.io.IOException, "a closed connection is what is waited for");
    }
  }

  /** Reads :2, :3, … to the end of the connection; the last number. */
  private static int countRising(Wire wire) {
    String[] lines = wire.untilClosed().split("\r\n");
    wire.close();
    int last = 1;
    for (String line : lines) {
      if (!line.isEmpty()) assertEquals(":" + ++last, line);
    }
    return last;
  }
}
