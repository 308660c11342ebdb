package io.vertikv.resp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.vertikv.resp.command.Args;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespDecoderTest {
  private static final RespDecoder.Bounds LIMITS = new RespDecoder.Bounds(1 << 20, 1024, 4096, 4 << 20);

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

  /** Feeds parts of the given sizes in turn and returns every command as text. */
  private static List<List<String>> decode(byte[] input, int... sizes) {
    RespDecoder decoder = new RespDecoder(LIMITS);
    List<List<String>> commands = new ArrayList<>();
    for (int at = 0, turn = 0; at < input.length; turn++) {
      int size = Math.min(sizes[turn % sizes.length], input.length - at);
      decoder.append(Unpooled.wrappedBuffer(input, at, size));
      at += size;
      for (Args args = decoder.next(0); args != null; args = decoder.next(0)) commands.add(words(args));
    }
    return commands;
  }

  private static List<String> words(Args args) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < args.count(); i++) words.add(new String(args.bytes(i), StandardCharsets.ISO_8859_1));
    return words;
  }

  private static List<List<String>> decode(String input) { return decode(bytes(input), Integer.MAX_VALUE); }

  @Test
  void cutsPipelinedCommandsOutOfOneRead() {
    assertEquals(List.of(List.of("SET", "k", "v\r\n$1"), List.of("PING"), List.of("GET", "")),
        decode("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nv\r\n$1\r\nPING\r\n*2\r\n$3\r\nGET\r\n$0\r\n\r\n"));
  }

  @Test
  void passesOverEmptyCommands() {
    assertEquals(List.of(List.of("PING"), List.of("")),
        decode("*0\r\n*-1\r\n*-2147483648\r\n\r\n\n  \t \r\nPING\r\n*1\r\n$0\r\n\r\n"));
  }

  @Test
  void splitsInlineCommandsByRedisRules() {
    assertEquals(List.of(
        List.of("SET", "a b", "c'd", "\0\u00ff\n\r\t\b\u0007\\q"),
        List.of("GET", "plain\"quote", "it's"),
        List.of("x", ""),
        List.of("cut")),
        decode("SET \"a b\" \"c'd\" \"\\x00\\xFF\\n\\r\\t\\b\\a\\\\\\q\"\r\n"
            + "  GET 'plain\"quote' 'it\\'s'  \n" + "x \"\"\n" + "cut\0off here\n"));
  }

  @Test
  void anIncompleteEscapeIsTakenAsItStands() {
    assertEquals(List.of(List.of("xzz", "x4")), decode("\"\\xzz\" \"\\x4\"\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a \"b", "a 'b", "\"a\"b", "'a'b", "\"abc\\\"", "a\"b\"c"})
  void unbalancedQuotesAreAnError(String line) {
    assertEquals("ERR Protocol error: unbalanced quotes in request", error(line + "\r\n"));
  }

  private static String error(String input) {
    return assertThrows(ProtocolError.class, () -> decode(input), input).text();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
                                          *2147483648 | invalid multibulk length
                                          *9223372036854775808 | invalid multibulk length
                                          *1025 | invalid multibulk length
                                          *+1 | invalid multibulk length
                                          *01 | invalid multibulk length
                                          *-0 | invalid multibulk length
                                          *1x | invalid multibulk length
                                          * 1 | invalid multibulk length
                                          * | invalid multibulk length
                                          *1~:5 | expected '$', got ':'
                                          *1~*1 | expected '$', got '*'
                                          *1~% | expected '$', got '%'
                                          *1~x | expected '$', got 'x'
                                          *1~$-1 | invalid bulk length
                                          *1~$-2 | invalid bulk length
                                          *1~$+3 | invalid bulk length
                                          *1~$03 | invalid bulk length
                                          *1~$ 3 | invalid bulk length
                                          *1~$3x | invalid bulk length
                                          *1~$0x3 | invalid bulk length
                                          *1~$ | invalid bulk length
                                          *1~$1048577 | invalid bulk length
                                          *1~$2147483647 | invalid bulk length
                                          *1~$99999999999999999999 | invalid bulk length
                                          """)
  void refusesAMalformedLengthWithRedisText(String input, String text) {
    assertEquals("ERR Protocol error: " + text, error(input.replace("~", "\r\n") + "\r\n"));
  }

  @Test
  void wantsTheLineEndBehindAnArgument() {
    assertEquals("ERR Protocol error: expected CRLF behind the argument", error("*1\r\n$4\r\nPINGxx"));
    assertEquals("ERR Protocol error: expected LF behind CR", error("*1\rx"));
  }

  @Test
  void refusesLinesWithoutEnd() {
    String longLine = "x".repeat(4097);
    assertEquals("ERR Protocol error: too big inline request", error(longLine));
    assertEquals("ERR Protocol error: too big mbulk count string", error("*" + longLine));
    assertEquals("ERR Protocol error: too big bulk count string", error("*1\r\n$" + longLine));
  }

  @Test
  void refusesACommandThatIsTooLargeAsAWhole() {
    String megabyte = "$1048576\r\n" + "x".repeat(1 << 20) + "\r\n";
    assertEquals("ERR Protocol error: too big request", error("*5\r\n" + megabyte.repeat(3) + megabyte));
  }

  @Test
  void strangersMaySendLittle() {
    RespDecoder decoder = new RespDecoder(LIMITS);
    decoder.trust(false);
    decoder.append(Unpooled.wrappedBuffer(bytes("*11\r\n")));
    assertEquals("ERR Protocol error: unauthenticated multibulk length",
        assertThrows(ProtocolError.class, () -> decoder.next(0)).text());
    RespDecoder other = new RespDecoder(LIMITS);
    other.trust(false);
    other.append(Unpooled.wrappedBuffer(bytes("*2\r\n$4\r\nAUTH\r\n$16385\r\n")));
    assertEquals("ERR Protocol error: unauthenticated bulk length",
        assertThrows(ProtocolError.class, () -> other.next(0)).text());
  }

  @Test
  void anAnnouncedLengthCostsNothing() {
    RespDecoder decoder = new RespDecoder(new RespDecoder.Bounds(512 << 20, 1 << 20, 4096, 1 << 30));
    decoder.append(Unpooled.wrappedBuffer(bytes("*1048576\r\n$536870912\r\n")));
    assertNull(decoder.next(0));
    for (int i = 0; i < 1000; i++) {
      decoder.append(Unpooled.wrappedBuffer(bytes("x")));
      assertNull(decoder.next(0));
    }
    assertTrue(decoder.heldBytes() < 4096, () -> decoder.heldBytes() + " bytes held for about 1,020 that came");
  }

  @Test
  void holdsNothingBetweenCommands() {
    RespDecoder decoder = new RespDecoder(LIMITS);
    decoder.append(Unpooled.wrappedBuffer(bytes("PING\r\n")));
    decoder.next(0);
    assertNull(decoder.next(0));
    assertEquals(0, decoder.heldBytes());
  }

  @Test
  void theSameBytesSplitAnywhereGiveTheSameCommands() {
    for (long seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      byte[] input = bytes(someCommands(random));
      List<List<String>> whole = decode(input, Integer.MAX_VALUE);
      for (int size = 1; size <= 17; size++) assertEquals(whole, decode(input, size), "seed " + seed + " size " + size);
      for (int cut = 1; cut < input.length; cut++) {
        assertEquals(whole, decode(input, cut, Integer.MAX_VALUE), "seed " + seed + " cut at " + cut);
      }
    }
  }

  private static String someCommands(Random random) {
    StringBuilder input = new StringBuilder();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int arguments = 1 + random.nextInt(5);
      if (random.nextInt(4) == 0) {
        for (int i = 0; i < arguments; i++) input.append(random.nextBoolean() ? "word " : "\"q \\x41\" ");
        input.append(random.nextBoolean() ? "\r\n" : "\n");
      } else {
        input.append('*').append(arguments).append("\r\n");
        for (int i = 0; i < arguments; i++) {
          String argument = "\r\n$*".repeat(random.nextInt(4)) + "a".repeat(random.nextInt(12));
          input.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
        }
      }
    }
    return input.toString();
  }

  /** Bytes that look enough like the protocol to get anywhere in the decoder. */
  @Test
  void noBytesDoAnythingButGiveCommandsOrAProtocolError() {
    String alphabet = "*$\r\n\r\n0123456789-+: aGET\"'\\x\0\u00ff%~>";
    for (long seed = 1; seed <= 20_000; seed++) {
      Random random = new Random(seed);
      byte[] input = new byte[random.nextInt(80)];
      for (int i = 0; i < input.length; i++) input[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      if (random.nextBoolean() && input.length > 8) System.arraycopy(bytes("*2\r\n$3\r\n"), 0, input, 0, 8);
      String whole = outcome(input, Integer.MAX_VALUE);
      assertEquals(whole, outcome(input, 1 + random.nextInt(5)), "seed " + seed);
    }
  }

  private static String outcome(byte[] input, int size) {
    RespDecoder decoder = new RespDecoder(LIMITS);
    StringBuilder outcome = new StringBuilder();
    try {
      for (int at = 0; at < input.length; at += size) {
        decoder.append(Unpooled.wrappedBuffer(input, at, Math.min(size, input.length - at)));
        for (Args args = decoder.next(0); args != null; args = decoder.next(0)) outcome.append(words(args));
        if (size == Integer.MAX_VALUE) break;
      }
    } catch (ProtocolError error) {
      outcome.append(error.text());
    }
    return outcome.toString();
  }

  @Test
  void aLargeArgumentIsGatheredFromManyReads() {
    String value = "v".repeat(900_000);
    byte[] input = bytes("*2\r\n$3\r\nGET\r\n$" + value.length() + "\r\n" + value + "\r\nPING\r\n");
    assertEquals(List.of(List.of("GET", value), List.of("PING")), decode(input, 1448, 65_536, 7));
  }
}
