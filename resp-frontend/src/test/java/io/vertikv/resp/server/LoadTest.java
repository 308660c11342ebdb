package io.vertikv.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.session.RespConfig.Limits;
import io.vertikv.resp.session.RespConfig.Load;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** More than the server wants to hold: sockets are not read first, and what cannot wait is told BUSY. */
class LoadTest {
  private static final String BUSY = "BUSY The server is overloaded. Nothing was done. "
      + "The unfinished requests of all clients exceed the limit of the server.";
  private static final int COMMANDS = 200;
  private static final String VALUE = "v".repeat(1000);

  @Test
  void commandsUnderWayOfOneClientStopItsReading() {
    try (TestServer server = start(new Load(20_000, 1 << 20, 1 << 20));
        Wire admin = server.connect();
        Wire client = server.connect()) {
      server.region().hold(true);
      client.command("CLIENT", "SETNAME", "a");
      assertEquals("OK", client.reply());
      sendSets(client);
      int outstanding = awaitStopped(admin, "a");
      assertTrue(outstanding >= 15 && outstanding <= 17, outstanding + " commands are under way");
      server.region().hold(false);
      assertEquals(Collections.nCopies(COMMANDS, "OK"), client.replies(COMMANDS));
      assertTrue(line(admin, "a").contains(" events=r "), "it is read again");
    }
  }

  @Test
  void commandsUnderWayOfAllClientsStopAllReading() {
    try (TestServer server = start(new Load(1 << 20, 20_000, 1 << 20));
        Wire admin = server.connect();
        Wire first = server.connect();
        Wire second = server.connect()) {
      server.region().hold(true);
      first.ask("CLIENT", "SETNAME", "a");
      second.ask("CLIENT", "SETNAME", "b");
      sendSets(first);
      int outstanding = awaitStopped(admin, "a");
      assertTrue(outstanding >= 15 && outstanding <= 17, outstanding + " commands are under way");
      sendSets(second);
      assertTrue(awaitStopped(admin, "b") <= 1, "there is hardly room for others");
      server.region().hold(false);
      assertEquals(Collections.nCopies(COMMANDS, "OK"), first.replies(COMMANDS));
      assertEquals(Collections.nCopies(COMMANDS, "OK"), second.replies(COMMANDS));
    }
  }

  @Test
  void aClientThatLeavesWithCommandsUnderWayKeepsNobodyOut() {
    try (TestServer server = start(new Load(1 << 20, 20_000, 1 << 20));
        Wire admin = server.connect();
        Wire second = server.connect()) {
      server.region().hold(true);
      try (Wire first = server.connect()) {
        first.ask("CLIENT", "SETNAME", "a");
        sendSets(first);
        awaitStopped(admin, "a");
      }
      sendSets(second);
      server.region().hold(false);
      assertEquals(Collections.nCopies(COMMANDS, "OK"), second.replies(COMMANDS));
    }
  }

  @Test
  void unfinishedRequestsOfAllClientsAreBounded() {
    try (TestServer server = start(new Load(1 << 20, 1 << 20, 100_000));
        Wire admin = server.connect();
        Wire first = server.connect();
        Wire second = server.connect();
        Wire small = server.connect()) {
      first.ask("CLIENT", "SETNAME", "a");
      String start = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$500000\r\n";
      first.send(start + "x".repeat(300_000));
      while (number(line(admin, "a"), "qbuf") < 300_000) Thread.onSpinWait();
      second.send(start + "x".repeat(300_000));
      assertEquals("-" + BUSY + "\r\n", second.untilClosed());
      assertEquals("OK", small.ask("SET", "s", "x"), "small ones are taken");
      assertEquals("OK", small.ask("MULTI"));
      assertEquals("(error) " + BUSY, small.ask("SET", "s", "y"));
      assertTrue(small.ask("EXEC").startsWith("(error) EXECABORT"));
      first.send("x".repeat(200_000) + "\r\n");
      assertEquals("OK", first.reply(), "one alone may be as large as its own limit says");
      try (Wire third = server.connect()) {
        assertEquals("OK", third.command("SET", "k", "x".repeat(500_000)).reply());
      }
    }
  }

  @Test
  void aDiskWithoutRoomRefusesWhatMayAddData() {
    try (TestServer server = TestServer.start(); Wire wire = server.connect()) {
      assertEquals("OK", wire.ask("SET", "k", "v"));
      server.frontEnd().askForRoom(() -> "Nothing is free.");
      String full = "MISCONF There is no room on disk for writes. Commands that may add data are disabled. Nothing is free.";
      assertEquals("(error) " + full, wire.ask("INCR", "n"));
      assertEquals("\"v\"", wire.ask("GET", "k"));
      assertEquals("(integer) 1", wire.ask("DEL", "k"));
      assertEquals("OK", wire.ask("MULTI"));
      assertEquals("(error) " + full, wire.ask("INCR", "n"));
      assertFalse(wire.ask("EXEC").equals("OK"));
      server.frontEnd().askForRoom(() -> null);
      assertEquals("(integer) 1", wire.ask("INCR", "n"));
    }
  }

  private static TestServer start(Load load) {
    Limits d = Limits.defaults();
    Limits limits = new Limits(d.connectionsMax(), d.bulkBytesMax(), d.argumentsMax(), d.inlineBytesMax(),
        d.requestBytesMax(), d.blockBytesMax(), d.outstandingMax(), 2048, d.outputBytesHigh(), d.outputBytesMax())
        .withLoad(load);
    return TestServer.start(TestServer.config().withLimits(limits), 0, 1);
  }

  private static void sendSets(Wire wire) {
    for (int i = 0; i < COMMANDS; i++) wire.command("SET", "k", VALUE);
  }

  /** How many commands of the client are under way, once it is not read any more. */
  private static int awaitStopped(Wire admin, String name) {
    String line = line(admin, name);
    while (line.contains(" events=r ")) line = line(admin, name);
    return (int) number(line, "oll");
  }

  private static String line(Wire admin, String name) {
    for (String line : admin.ask("CLIENT", "LIST").split("\\\\n"))
      if (line.contains(" name=" + name + " ")) return line;
    throw new AssertionError("client " + name + " has gone");
  }

  private static long number(String line, String field) {
    Matcher matcher = Pattern.compile(" " + field + "=(\\d+) ").matcher(line);
    if (!matcher.find()) throw new AssertionError("no " + field + " in " + line);
    return Long.parseLong(matcher.group(1));
  }
}
