package io.vertikv.tools.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.tools.crash.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyParserTest {
  private final ReplyParser parser = new ReplyParser();

  private void append(String text) { parser.append(text.getBytes(StandardCharsets.ISO_8859_1)); }

  @Test
  void aReplyThatComesByteByByteIsOneReply() {
    String text = "*3\r\n$2\r\na\n\r\n:7\r\n*-1\r\n";
    for (int i = 0; i < text.length() - 1; i++) {
      append(text.substring(i, i + 1));
      assertNull(parser.next());
    }
    append("\n");
    assertEquals(new Answer.Items(List.of(new Answer.Text("a\n"), new Answer.Number(7), new Answer.Nil())),
        parser.next());
    assertNull(parser.next());
  }

  @Test
  void repliesThatComeTogetherAreToldApart() {
    append("+OK\r\n-UNKNOWN who knows\r\n$-1\r\n");
    assertEquals(new Answer.Text("OK"), parser.next());
    assertEquals(new Answer.Failure("UNKNOWN who knows"), parser.next());
    assertEquals(new Answer.Nil(), parser.next());
    assertNull(parser.next());
  }

  @Test
  void whatIsNoReplyIsAViolation() {
    append("!oops\r\n");
    assertThrows(SimViolation.class, parser::next);
  }
}
