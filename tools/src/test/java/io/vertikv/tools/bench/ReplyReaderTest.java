package io.vertikv.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {
  /** One whole reply each. */
  private static final List<String> REPLIES = List.of("+OK\r\n", ":-42\r\n", "$-1\r\n", "$0\r\n\r\n",
      "$7\r\na\r\n$1\r\n\r\n", "*0\r\n", "*-1\r\n", "*2\r\n$1\r\na\r\n*2\r\n:1\r\n+x\r\n", "_\r\n", ",1.5\r\n",
      "#t\r\n",
      "(123456789012345678901234567890\r\n", "=7\r\ntxt:abc\r\n", "%1\r\n+a\r\n*1\r\n:1\r\n", "~2\r\n:1\r\n:2\r\n",
      "|1\r\n+ttl\r\n:3\r\n+after an attribute\r\n", ">2\r\n+pushed\r\n:1\r\n+OK\r\n",
      "*2\r\n|1\r\n+a\r\n:1\r\n:5\r\n:6\r\n");

  @Test
  void everyKindOfReplyCountsOnce() {
    for (String reply : REPLIES) assertEquals(1, read(reply).replies(), reply);
  }

  @Test
  void aReplyCountsWithItsLastByteAndNotBefore() {
    for (String reply : REPLIES) assertEquals(0, read(reply.substring(0, reply.length() - 1)).replies(), reply);
  }

  @Test
  void theCountDoesNotDependOnHowTheStreamIsCut() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder stream = new StringBuilder();
      int replies = random.nextInt(1, 60);
      int errors = 0;
      for (int i = 0; i < replies; i++) {
        boolean error = random.nextInt(5) == 0;
        errors += error ? 1 : 0;
        stream.append(error ? "-ERR no " + i + "\r\n" : REPLIES.get(random.nextInt(REPLIES.size())));
      }
      ReplyReader reader = new ReplyReader(1);
      byte[] bytes = stream.toString().getBytes(StandardCharsets.ISO_8859_1);
      for (int from = 0; from < bytes.length;) {
        int to = Math.min(bytes.length, from + random.nextInt(1, 20));
        reader.read(Arrays.copyOfRange(bytes, from, to), to - from);
        from = to;
      }
      assertEquals(replies, reader.replies(), "replies, seed " + seed);
      assertEquals(errors, reader.errors(), "errors, seed " + seed);
    }
  }

  @Test
  void theFirstErrorIsKept() {
    ReplyReader reader = read("+OK\r\n-ERR first\r\n-ERR second\r\n!5\r\nthird\r\n");
    assertEquals(4, reader.replies());
    assertEquals(3, reader.errors());
    assertEquals("ERR first", reader.firstError());
  }

  @Test
  void whatIsNotRespIsSaidSo() {
    for (String nonsense : List.of("HTTP/1.1 400 Bad Request\r\n", "\n", "$-\r\n".replace("$", "?"), "%-1\r\n",
        "$99999999999999999999\r\n"))
      assertThrows(ReplyReader.ReplyBroken.class, () -> read(nonsense), nonsense);
  }

  private static ReplyReader read(String stream) {
    ReplyReader reader = new ReplyReader(1);
    byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
    reader.read(bytes, bytes.length);
    return reader;
  }
}
