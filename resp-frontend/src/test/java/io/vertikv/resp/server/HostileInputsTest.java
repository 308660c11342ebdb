package io.vertikv.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.session.RespConfig;
import io.vertikv.resp.session.RespConfig.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The hostile inputs that concern the port itself, numbered as in the test plan, over real sockets: each has its answer, and
 * afterwards the server still answers somebody else.
 */
class HostileInputsTest {
  private static TestServer open;
  private static TestServer locked;

  @BeforeAll
  static void start() {
    Limits d = Limits.defaults();
    Limits small = new Limits(d.connectionsMax(), 1 << 20, d.argumentsMax(), d.inlineBytesMax(), 4 << 20, 1 << 20, 256,
        d.inputBytesMax(), 256 << 10, 4 << 20);
    RespConfig config = TestServer.config().withLimits(small);
    open = TestServer.start(config, 0, 1);
    locked = TestServer.start(config.withPassword("secret"), 0, 1);
  }

  @AfterAll
  static void stop() {
    open.close();
    locked.close();
  }

  @AfterEach
  void othersAreServedAsBefore() {
    try (Wire a = open.connect(); Wire b = locked.connect()) {
      assertEquals("PONG", a.ask("PING"));
      assertEquals("OK", b.ask("AUTH", "secret"));
      assertEquals("PONG", b.ask("PING"));
    }
  }

  private static final String ERROR = "-ERR Protocol error: ";

  /** 1, 3, 5, 9, 10, 16, 17: each ends the connection with Redis' words, in one packet and byte by byte, known or stranger. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                *2147483647~ | invalid multibulk length
                                                                *9223372036854775808~ | invalid multibulk length
                                                                *1~$2147483647~ | invalid bulk length
                                                                *1~$-2~ | invalid bulk length
                                                                *1~$+3~GET | invalid bulk length
                                                                *1~$03~GET | invalid bulk length
                                                                *1~$ 3~GET | invalid bulk length
                                                                *1~$3x~GET | invalid bulk length
                                                                *1~$0x3~GET | invalid bulk length
                                                                *1~$4~PINGxx | expected CRLF behind the argument
                                                                *1~:5~ | expected '$', got ':'
                                                                *1~*1~*1~ | expected '$', got '*'
                                                                *1~%1~ | expected '$', got '%'
                                                                *-0~ | invalid multibulk length
                                                                SET "a~ | unbalanced quotes in request
                                                                SET 'a'b~ | unbalanced quotes in request
                                                                """)
  void malformedFramesEndTheConnectionWithAnAnswer(String input, String answer) {
    byte[] bytes = input.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    for (TestServer server : List.of(open, locked)) {
      try (Wire whole = server.connect(); Wire split = server.connect()) {
        assertEquals(ERROR + answer + "\r\n", whole.send(bytes).untilClosed());
        for (byte b : bytes) split.send(new byte[]{b});
        assertEquals(ERROR + answer + "\r\n", split.untilClosed());
      }
    }
  }

  /** 4, 8, 11: nothing to do, nothing to answer. */
  @Test
  void emptyCommandsAreIgnoredHoweverMany() {
    try (Wire wire = open.connect()) {
      wire.send("*0\r\n".repeat(1_000_000));
      wire.send("*-2\r\n\n\r\r\n\r\n \t\r\n");
      assertEquals("PONG", wire.ask("PING"));
      wire.send("\0\0\r\n");
      assertEquals("PONG", wire.ask("PING"));
    }
  }

  /** 2, 38: a length that is announced and never sent, byte by byte, from many. */
  @Test
  void slowClientsCostNobodyAnything() {
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 200; i++) wires.add(open.connect().send("*1\r\n$1000000\r\n"));
    for (int i = 0; i < 5; i++) for (Wire wire : wires) wire.send("x");
    try (Wire other = open.connect()) {
      String clients = other.ask("CLIENT", "LIST");
      assertEquals(201, clients.split("\\\\n").length - 1, clients);
      assertTrue(!clients.matches("(?s).*qbuf-free=\\d{4,}.*"), clients);
    }
    wires.forEach(Wire::close);
  }

  /** 6, 7: a line without end. */
  @Test
  void linesWithoutEndAreCutOff() {
    try (Wire inline = open.connect(); Wire count = open.connect(); Wire bulk = open.connect()) {
      assertEquals(ERROR + "too big inline request\r\n", flood(inline, "x"));
      assertEquals(ERROR + "too big mbulk count string\r\n", flood(count, "*3"));
      assertEquals(ERROR + "too big bulk count string\r\n", flood(bulk, "*1\r\n$3"));
    }
  }

  /** Ten megabytes, as far as the server takes them. */
  private static String flood(Wire wire, String start) {
    wire.send(start);
    byte[] part = "9".repeat(100_000).getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 100; i++) {
      try {
        wire.socket().getOutputStream().write(part);
      } catch (IOException closed) {
        break;
      }
    }
    return wire.untilClosed();
  }

  /** 12, 37: names that nobody has, also such that would break a reply or a log line. */
  @Test
  void oddNamesAreUnknownCommandsInOneLine() {
    try (Wire wire = open.connect()) {
      assertEquals("(error) ERR unknown command '', with args beginning with: ", wire.ask(""));
      assertEquals("(error) ERR unknown command 'a  +OK', with args beginning with: '${jndi:x}' ",
          wire.ask("a\r\n+OK", "${jndi:x}"));
      assertTrue(wire.ask("x".repeat(1_000_000)).startsWith("(error) ERR unknown command '" + "x".repeat(128) + "'"));
      assertEquals("PONG", wire.ask("PING"));
    }
  }

  /** 13. */
  @Test
  void aMillionArgumentsAreOneCommand() {
    String[] arguments = new String[1 << 18];
    java.util.Arrays.fill(arguments, "k");
    arguments[0] = "EXISTS";
    try (Wire wire = open.connect()) {
      assertEquals("(integer) 0", wire.ask(arguments));
      assertEquals(ERROR + "invalid multibulk length\r\n", wire.send("*1048577\r\n").untilClosed());
    }
  }

  /** 14: browsers. */
  @Test
  void httpIsCutOffBeforeItsBodyRuns() {
    try (Wire get = open.connect(); Wire post = open.connect()) {
      get.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\nSET evil 1\r\n");
      assertEquals("", get.untilClosed());
      assertEquals("", post.send("POST / HTTP/1.1\r\n\r\nSET evil 1\r\n").untilClosed());
    }
    try (Wire wire = open.connect()) {
      assertEquals("(nil)", wire.ask("GET", "evil"));
    }
  }

  /** 15. */
  @Test
  void aTlsHelloIsNoCommand() {
    try (Wire wire = open.connect()) {
      wire.send("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + "\u00a5".repeat(500) + "\r\n");
      assertTrue(wire.reply().startsWith("(error) ERR unknown command"), "a line of bytes is an unknown command");
    }
  }

  /** 18, 19. */
  @Test
  void greetingsAndPasswordsAreTakenAsOftenAsTheyCome() {
    try (Wire wire = locked.connect()) {
      assertTrue(wire.ask("HELLO", "4").startsWith("(error) NOPROTO"));
      assertEquals("(error) ERR Syntax error in HELLO option 'AUTH'", wire.ask("HELLO", "3", "AUTH"));
      assertTrue(wire.ask("HELLO", "3").startsWith("(error) NOAUTH HELLO must be called"));
      assertEquals("(error) NOAUTH Authentication required.", wire.ask("PING"));
      byte[] wrong = Wire.encoded("AUTH", "guess");
      for (int i = 0; i < 1000; i++) wire.send(wrong);
      for (String reply : wire.replies(1000)) assertTrue(reply.startsWith("(error) WRONGPASS"), reply);
      assertEquals(ERROR + "unauthenticated bulk length\r\n",
          wire.send("*2\r\n$4\r\nAUTH\r\n$1000000\r\n").untilClosed());
    }
    try (Wire wire = open.connect()) {
      byte[] hello = Wire.encoded("HELLO", "3");
      for (int i = 0; i < 1000; i++) wire.send(hello);
      for (String reply : wire.replies(1000)) assertTrue(reply.startsWith("1# \"server\""), reply);
    }
  }

  /** 20: the server stops reading, and goes on where it stopped. */
  @Test
  void repliesThatNobodyReadsStopTheReading() throws IOException {
    int count = 100_000;
    String value = "v".repeat(100);
    byte[] request = Wire.encoded("ECHO", value);
    try (Wire wire = open.connect()) {
      Thread.ofPlatform().start(() -> {
        for (int i = 0; i < count; i++) wire.send(request);
      });
      try (Wire other = open.connect()) {
        for (int i = 0; i < 50; i++) assertEquals("PONG", other.ask("PING"));
        String clients = other.ask("CLIENT", "LIST");
        assertTrue(!clients.matches("(?s).*omem=\\d{8,}.*"), clients);
      }
      String expected = "$100\r\n" + value + "\r\n";
      for (int i = 0; i < count; i++) assertEquals(expected, wire.raw(expected.length()), "reply " + i);
    }
  }

  /** 22. */
  @Test
  void aBlockWithoutEndIsRefusedAtItsLimit() {
    try (Wire wire = open.connect()) {
      assertEquals("OK", wire.ask("MULTI"));
      String value = "v".repeat(100_000);
      List<String> replies = new ArrayList<>();
      for (int i = 0; i < 12; i++) replies.add(wire.ask("SET", "k", value));
      assertEquals(Collections.nCopies(10, "QUEUED"), replies.subList(0, 10));
      assertEquals("(error) ERR the commands queued by MULTI exceed the limit of the server", replies.get(10));
      assertTrue(wire.ask("EXEC").startsWith("(error) EXECABORT"));
      assertEquals("(nil)", wire.ask("GET", "k"));
      String[] keys = new String[200_001];
      for (int i = 1; i < keys.length; i++) keys[i] = "key" + i;
      keys[0] = "WATCH";
      assertEquals("(error) ERR the keys watched exceed the limit of the server", wire.ask(keys));
    }
  }

  /** 23. */
  @Test
  void aReplyLargerThanAnyBufferClosesTheClient() {
    try (Wire wire = open.connect()) {
      assertEquals("OK", wire.ask("SET", "large", "x".repeat(1 << 20)));
      String[] mget = new String[51];
      java.util.Arrays.fill(mget, "large");
      mget[0] = "MGET";
      for (int i = 0; i < 3; i++) wire.command(mget);
      wire.untilClosed();
    }
    assertTrue(open.frontEnd().statistics().outputLimitCloses() > 0);
  }

  /** 24: the value's limit is kept where the length is read. */
  @Test
  void aValueAtTheLimitIsTakenAndOneOverItIsNot() {
    try (Wire wire = open.connect()) {
      assertEquals("OK", wire.ask("SET", "k", "x".repeat((1 << 20) - 1)));
      assertEquals("OK", wire.ask("SET", "k", "x".repeat(1 << 20)));
      assertEquals("OK", wire.ask("SET", "", "empty name"));
      assertEquals("\"empty name\"", wire.ask("GET", ""));
      assertEquals(ERROR + "invalid bulk length\r\n",
          wire.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1048577\r\n").untilClosed());
    }
  }

  /** 34. */
  @Test
  void clientsMayKillThemselvesAndBeSilent() {
    try (Wire wire = open.connect(); Wire silent = open.connect()) {
      assertTrue(wire.ask("CLIENT", "SETNAME", "n".repeat(500_000) + "\n").startsWith("(error) ERR Client names"));
      String id = wire.ask("CLIENT", "ID").replace("(integer) ", "");
      assertEquals("(integer) 1", wire.ask("CLIENT", "KILL", "ID", id, "SKIPME", "no"));
      assertEquals("", wire.untilClosed());
      silent.command("CLIENT", "REPLY", "OFF");
      byte[] ping = Wire.encoded("PING");
      for (int i = 0; i < 10_000; i++) silent.send(ping);
      assertEquals("OK", silent.ask("CLIENT", "REPLY", "ON"));
    }
  }

  /** 35: what does not exist here is unknown. */
  @Test
  void dangerousCommandsAreUnknown() {
    try (Wire wire = open.connect()) {
      for (String name : List.of("MODULE", "SLAVEOF", "REPLICAOF", "MIGRATE", "SAVE", "FAILOVER")) {
        assertTrue(wire.ask(name, "x").startsWith("(error) ERR unknown command '" + name + "'"), name);
      }
    }
  }

  /** 38: sockets that go away in every way. */
  @Test
  void connectionsThatVanishLeaveNothing() throws IOException {
    for (int i = 0; i < 300; i++) {
      Wire wire = open.connect();
      if (i % 3 == 0) wire.send("*2\r\n$3\r\nGET\r\n$1");
      if (i % 3 == 1) wire.socket().setSoLinger(true, 0);
      if (i % 3 == 2) wire.command("GET", "k").socket().shutdownOutput();
      wire.close();
    }
    try (Wire wire = open.connect()) {
      long left = Long.MAX_VALUE;
      for (int i = 0; i < 2000 && left > 1; i++) {
        left = wire.ask("CLIENT", "LIST").split("\\\\n").length - 1;
      }
      assertEquals(1, left);
    }
  }

  /** 39: names that fall into one bucket of the command table are still told apart, and found quickly or not at all. */
  @Test
  void namesThatCollideAreNotConfused() {
    try (Wire wire = open.connect()) {
      assertTrue(wire.ask("AaAaAa").startsWith("(error) ERR unknown command"));
      assertTrue(wire.ask("BBAaAa").startsWith("(error) ERR unknown command"));
      assertTrue(wire.ask("G@T", "k").startsWith("(error) ERR unknown command"));
      assertTrue(wire.ask("gEt\0", "k").startsWith("(error) ERR unknown command 'gEt'"));
    }
  }
}
