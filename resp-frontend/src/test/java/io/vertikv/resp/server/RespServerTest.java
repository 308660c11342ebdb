package io.vertikv.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.session.RespConfig;
import io.vertikv.resp.session.RespConfig.Limits;
import io.vertikv.resp.session.SlowLog;
import io.vertikv.resp.session.Statistics;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespServerTest {
  @Test
  void answersInlineAndFramedCommandsOverASocket() {
    try (TestServer server = TestServer.start(); Wire wire = server.connect()) {
      assertEquals("PONG", wire.ask("PING"));
      assertEquals("OK", wire.ask("SET", "k", "v"));
      wire.send("PING\r\nGET k\r\n*1\r\n$4\r\nPING\r\n");
      assertEquals(List.of("PONG", "\"v\"", "PONG"), wire.replies(3));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void repliesKeepTheOrderOfTheCommandsWhateverCompletesFirst(long seed) {
    Random random = new Random(seed);
    try (TestServer server = TestServer.start(TestServer.config(), seed, 1); Wire wire = server.connect()) {
      ByteArrayOutputStream requests = new ByteArrayOutputStream();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        switch (random.nextInt(5)) {
          case 0 -> {
            requests.writeBytes(Wire.encoded("ECHO", "e" + i));
            expected.add("\"e" + i + "\"");
          }
          case 1 -> {
            requests.writeBytes(Wire.encoded("NOSUCH" + i));
            expected.add("(error) ERR unknown command 'NOSUCH" + i + "', with args beginning with: ");
          }
          case 2 -> {
            requests.writeBytes(Wire.encoded("MULTI"));
            requests.writeBytes(Wire.encoded("SET", "k", "m" + i));
            requests.writeBytes(Wire.encoded("EXEC"));
            expected.addAll(List.of("OK", "QUEUED", "1) OK"));
          }
          case 3 -> {
            requests.writeBytes(Wire.encoded("CLIENT", "GETNAME"));
            expected.add("(nil)");
          }
          default -> {
            requests.writeBytes(Wire.encoded("SET", "k" + i, "v" + i));
            requests.writeBytes(Wire.encoded("GET", "k" + i));
            expected.addAll(List.of("OK", "\"v" + i + "\""));
          }
        }
      }
      Thread.ofPlatform().start(() -> wire.send(requests.toByteArray()));
      assertEquals(expected, wire.replies(expected.size()), "seed " + seed);
    }
  }

  @Test
  void speaksBothProtocolsOnOneConnection() {
    try (TestServer server = TestServer.start(); Wire wire = server.connect()) {
      String two = "*14\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n7.2.4\r\n$5\r\nproto\r\n:2\r\n$2\r\nid\r\n:1\r\n"
          + "$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n";
      String three = two.replace("*14", "%7").replace(":2", ":3");
      assertEquals(two, wire.command("HELLO").raw(two.length()));
      assertEquals(three, wire.command("HELLO", "3").raw(three.length()));
      assertEquals("_\r\n", wire.command("GET", "none").raw(3));
      String text = wire.command("CLIENT", "INFO").raw(4);
      assertTrue(text.startsWith("="), text);
    }
  }

  @Test
  void eachReplyIsInTheProtocolThatWasSpokenWhenItsCommandCame() {
    try (TestServer server = TestServer.start(TestServer.config(), 7, 1); Wire wire = server.connect()) {
      wire.send("GET none\r\nHELLO 3\r\nGET none\r\nHELLO 2\r\nGET none\r\n");
      assertEquals("$-1\r\n%7\r\n", wire.raw(9));
      for (int i = 0; i < 14; i++) wire.reply();
      assertEquals("_\r\n*14\r\n", wire.raw(8));
      for (int i = 0; i < 14; i++) wire.reply();
      assertEquals("$-1\r\n", wire.raw(5));
    }
  }

  @Test
  void aPasswordIsAskedFor() {
    try (TestServer server = TestServer.start(TestServer.config().withPassword("secret"), 0, 1);
        Wire wire = server.connect()) {
      assertEquals("(error) NOAUTH Authentication required.", wire.ask("PING"));
      assertEquals("(error) NOAUTH Authentication required.", wire.ask("MULTI"));
      assertEquals("(error) ERR unknown command 'NOSUCH', with args beginning with: ", wire.ask("NOSUCH"));
      assertEquals("(error) WRONGPASS invalid username-password pair or user is disabled.", wire.ask("AUTH", "x"));
      assertEquals("(error) WRONGPASS invalid username-password pair or user is disabled.",
          wire.ask("AUTH", "nobody", "secret"));
      assertEquals("OK", wire.ask("AUTH", "secret"));
      assertEquals("PONG", wire.ask("PING"));
      assertEquals("RESET", wire.ask("RESET"));
      assertEquals("(error) NOAUTH Authentication required.", wire.ask("PING"));
      assertTrue(wire.ask("HELLO", "3", "AUTH", "default", "secret", "SETNAME", "me").startsWith("1# \"server\""));
      assertEquals("\"me\"", wire.ask("CLIENT", "GETNAME"));
      server.frontEnd().configure(config -> config.withPassword("other"));
      assertEquals("PONG", wire.ask("PING"));
      try (Wire late = server.connect()) {
        assertEquals("(error) EXECABORT Transaction discarded because of: NOAUTH Authentication required.",
            late.ask("EXEC"));
        assertEquals("OK", late.ask("AUTH", "default", "other"));
      }
    }
  }

  @Test
  void failuresOfTheRegionHaveTheirOwnCodes() {
    try (TestServer server = TestServer.start(); Wire wire = server.connect()) {
      Map<String, RegionFailure> failures = Map.of(
          "TRYAGAIN", new RegionFailure.Unavailable("no leader"),
          "UNKNOWN", new RegionFailure.Unknown("leadership was lost"),
          "BUSY", new RegionFailure.Busy("the inbox is full"),
          "CROSSREGION", new RegionFailure.SeveralRegions(),
          "MISCONF", new RegionFailure.DiskFull("0 bytes free"),
          "ERR", new RegionFailure.TooLarge(20, 10));
      failures.forEach((code, failure) -> {
        server.region().failing(operation -> failure);
        assertTrue(wire.ask("SET", "k", "v").startsWith("(error) " + code + " "), code);
        assertTrue(wire.ask("WATCH", "k").startsWith("(error) " + code + " "), code);
        assertEquals("OK", wire.ask("MULTI"));
        assertEquals("QUEUED", wire.ask("SET", "k", "v"));
        assertTrue(wire.ask("EXEC").startsWith("(error) " + code + " "), code);
      });
      server.region().failing(operation -> null);
      assertEquals("(nil)", wire.ask("GET", "k"));
    }
  }

  @Test
  void aFailedCommandLeavesNoWrites() {
    try (TestServer server = TestServer.start(TestServer.config(), 5, 1); Wire wire = server.connect()) {
      assertEquals("OK", wire.ask("SET", "k", "v"));
      assertEquals("(error) ERR syntax error", wire.ask("HALFWAY", "k"));
      assertEquals("\"v\"", wire.ask("GET", "k"));
      assertEquals("OK", wire.ask("MULTI"));
      for (String name : List.of("HALFWAY", "INCR")) assertEquals("QUEUED", wire.ask(name, "other"));
      assertEquals("1) (error) ERR syntax error\n2) (integer) 1", wire.ask("EXEC"));
    }
  }

  @Test
  void pipelinedWatchAndExecSeeEachOther() {
    try (TestServer server = TestServer.start(TestServer.config(), 3, 1); Wire wire = server.connect()) {
      wire.send(
          "SET a 1\r\nWATCH a\r\nMULTI\r\nINCR a\r\nEXEC\r\nWATCH a\r\nSET a 5\r\nMULTI\r\nINCR a\r\nEXEC\r\nGET a\r\n");
      assertEquals(List.of("OK", "OK", "OK", "QUEUED", "1) (integer) 2", "OK", "OK", "OK", "QUEUED", "(nil array)",
          "\"5\""), wire.replies(11));
    }
  }

  @Test
  void theModeOfABlockIsThatOfItsStrongestCommand() {
    try (TestServer server = TestServer.start(); Wire wire = server.connect()) {
      List<Mode> modes = new java.util.concurrent.CopyOnWriteArrayList<>();
      server.region().failing(operation -> {
        modes.add(operation.mode());
        return null;
      });
      wire.send(
          "MULTI\r\nGET a\r\nEXEC\r\nMULTI\r\nGET a\r\nSET a 1\r\nEXEC\r\nMULTI\r\nSET a 1\r\nFLUSHALL\r\nEXEC\r\n");
      wire.send("MULTI\r\nPING\r\nEXEC\r\n");
      wire.replies(14);
      assertEquals(List.of(Mode.READ, Mode.WRITE, Mode.EXCLUSIVE), modes);
    }
  }

  @Test
  void repliesAreWithheldWhenTheClientSaysSo() {
    try (TestServer server = TestServer.start(TestServer.config(), 2, 1); Wire wire = server.connect()) {
      wire.send("CLIENT REPLY SKIP\r\nSET a 1\r\nGET a\r\n");
      assertEquals("\"1\"", wire.reply());
      wire.send("CLIENT REPLY OFF\r\nSET a 2\r\nNOSUCH\r\nCLIENT REPLY SKIP\r\nPING\r\nCLIENT REPLY ON\r\nGET a\r\n");
      assertEquals(List.of("OK", "\"2\""), wire.replies(2));
    }
  }

  @Test
  void clientsOfOtherLoopsAreSeenAndKilled() {
    try (TestServer server = TestServer.start(TestServer.config(), 0, 2);
        Wire one = server.connect();
        Wire two = server.connect();
        Wire three = server.connect()) {
      one.ask("CLIENT", "SETNAME", "one");
      two.ask("CLIENT", "SETNAME", "two");
      three.ask("CLIENT", "SETNAME", "three");
      String clients = one.ask("CLIENT", "LIST");
      assertTrue(clients.matches("(?s).*name=one .*name=two .*name=three .*"), clients);
      assertEquals("(integer) 2", one.ask("CLIENT", "KILL", "TYPE", "normal"));
      assertEquals("", two.untilClosed());
      assertEquals("", three.untilClosed());
      String self = "127.0.0.1:" + one.socket().getLocalPort();
      assertEquals("OK", one.ask("CLIENT", "KILL", self));
      assertEquals("", one.untilClosed());
    }
  }

  @Test
  void aPauseHoldsWritesOrEverythingUntilItEnds() {
    try (TestServer server = TestServer.start(TestServer.config(), 0, 2);
        Wire admin = server.connect();
        Wire one = server.connect();
        Wire two = server.connect()) {
      two.send("MULTI\r\nINCR n\r\n");
      assertEquals(List.of("OK", "QUEUED"), two.replies(2));
      assertEquals("OK", admin.ask("CLIENT", "PAUSE", "100000", "WRITE"));
      assertEquals("(nil)", one.ask("GET", "k"));
      one.command("SET", "k", "v").command("GET", "k");
      two.send("EXEC\r\n");
      while (admin.ask("CLIENT", "LIST").split("flags=x?b ", -1).length < 3) Thread.onSpinWait();
      assertEquals("(nil)", admin.ask("GET", "k"));
      assertEquals("OK", admin.ask("CLIENT", "UNPAUSE"));
      assertEquals(List.of("OK", "\"v\""), one.replies(2));
      assertEquals("1) (integer) 1", two.reply());
      assertEquals("OK", admin.ask("CLIENT", "PAUSE", "50"));
      assertEquals("\"v\"", one.ask("GET", "k"));
    }
  }

  @Test
  void tooManyClientsAreToldSo() {
    Limits d = Limits.defaults();
    Limits two = new Limits(2, d.bulkBytesMax(), d.argumentsMax(), d.inlineBytesMax(), d.requestBytesMax(),
        d.blockBytesMax(), d.outstandingMax(), d.inputBytesMax(), d.outputBytesHigh(), d.outputBytesMax());
    try (TestServer server = TestServer.start(TestServer.config().withLimits(two), 0, 1);
        Wire one = server.connect();
        Wire other = server.connect();
        Wire third = server.connect()) {
      assertEquals("PONG", one.ask("PING"));
      assertEquals("PONG", other.ask("PING"));
      assertEquals("-ERR max number of clients reached\r\n", third.untilClosed());
      other.ask("QUIT");
      assertEquals("", other.untilClosed());
      assertEquals(1, server.frontEnd().clients().refused());
    }
  }

  @Test
  void quitAnswersWhatCameBeforeAndNothingAfter() {
    try (TestServer server = TestServer.start(TestServer.config(), 4, 1); Wire wire = server.connect()) {
      wire.send("SET a 1\r\nGET a\r\nQUIT\r\nGET a\r\n");
      assertEquals("+OK\r\n$1\r\n1\r\n+OK\r\n", wire.untilClosed());
    }
  }

  @Test
  void idleClientsAreClosedWhenATimeoutIsSet() {
    try (TestServer server = TestServer.start(TestServer.config().withIdleSeconds(1), 0, 1);
        Wire wire = server.connect()) {
      assertEquals("PONG", wire.ask("PING"));
      assertEquals("", wire.untilClosed());
    }
  }

  @Test
  void countsWhatInfoTells() {
    RespConfig everythingIsSlow = TestServer.config().withSlowMicros(0);
    try (TestServer server = TestServer.start(everythingIsSlow, 0, 1); Wire wire = server.connect()) {
      for (String line : List.of("SET a x", "GET a", "GET a", "GET", "INCR a", "CLIENT ID", "NOSUCH", "SET a x y")) {
        wire.send(line + "\r\n").reply();
      }
      Statistics statistics = server.frontEnd().statistics();
      assertEquals(1, statistics.connectedClients());
      assertEquals(8, statistics.commands());
      assertEquals(4, statistics.errorReplies());
      assertEquals(Map.of("ERR", 4L), statistics.byErrorCode());
      Map<String, String> lines = statistics.byCommand().stream().collect(Collectors.toMap(c -> c.name(),
          c -> c.calls() + " calls, " + c.rejected() + " rejected, " + c.failed() + " failed"));
      assertEquals(Map.of("set", "2 calls, 0 rejected, 1 failed", "get", "2 calls, 1 rejected, 0 failed",
          "incr", "1 calls, 0 rejected, 1 failed", "client|id", "1 calls, 0 rejected, 0 failed"), lines);
      List<String> slow = server.frontEnd().slowLog().newest()
          .map(entry -> entry.id() + " " + new String(entry.arguments().getFirst())).toList();
      assertEquals(List.of("5 SET", "4 CLIENT", "3 INCR", "2 GET", "1 GET", "0 SET"), slow);
      SlowLog log = server.frontEnd().slowLog();
      log.keep(2);
      assertEquals(2, log.size());
      server.frontEnd().configure(config -> config.withSlowMicros(-1));
      wire.ask("GET", "a");
      assertEquals(2, log.size());
      assertFalse(log.newest().findFirst().orElseThrow().peer().isEmpty());
    }
  }

  @Test
  void aSwappedDatabaseIsFoundUnderItsNewNumber() {
    try (TestServer server = TestServer.start(); Wire wire = server.connect()) {
      wire.send("SET k zero\r\nSELECT 1\r\nSET k one\r\nWATCH k nothing\r\n");
      wire.replies(4);
      server.frontEnd().databases().restore(new int[]{1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
      wire.send("MULTI\r\nGET k\r\nEXEC\r\nGET k\r\nWATCH nothing\r\nSELECT 0\r\nGET k\r\n");
      assertEquals(List.of("OK", "QUEUED", "(nil array)", "\"zero\"", "OK", "OK", "\"one\""), wire.replies(7));
      server.frontEnd().databases().restore(new int[]{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
      wire.send("MULTI\r\nGET k\r\nEXEC\r\n");
      assertEquals(List.of("OK", "QUEUED", "1) \"zero\""), wire.replies(3));
    }
  }
}
