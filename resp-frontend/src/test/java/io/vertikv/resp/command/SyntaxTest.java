package io.vertikv.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.resp.command.Argument.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {
  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"key value [NX | XX] [EX seconds | PERSIST]; key value [NX | XX] [EX seconds | PERSIST]", "key...; key [key ...]", "key (field value)...; key field value [field value ...]", "[WEIGHTS weight...]; [WEIGHTS weight [weight ...]]", "[(GET pattern)...]; [GET pattern [GET pattern ...]]", "[section...]; [section [section ...]]", "source <LEFT | RIGHT>; source <LEFT | RIGHT>", "[AGGREGATE <SUM | MIN>]; [AGGREGATE <SUM | MIN>]", "key [start [end [BYTE | BIT]]]; key [start [end [BYTE | BIT]]]", "[(a | [O <X | Y>] <S v | I w>)...]; [<a | [O <X | Y>] <S v | I w>> [<a | [O <X | Y>] <S v | I w>> ...]]", "<ip:port | (ID id | TYPE <A | B>)...>; <ip:port | <ID id | TYPE <A | B>> [<ID id | TYPE <A | B>> ...]>", "[LIMIT offset count]; [LIMIT offset count]"})
  void whatIsWrittenIsShownAsInTheCommandReference(String text, String shown) {
    assertEquals(shown, Syntax.shown(Syntax.parse(text)));
  }

  @Test
  void aWordBelongsToTheValuesThatFollowIt() {
    Argument count = Syntax.parse("[COUNT count]").getFirst();
    assertEquals(new Argument("count", Type.INTEGER, "COUNT", true, false, false, List.of()), count);
    Argument limit = Syntax.parse("[LIMIT offset count]").getFirst();
    assertEquals(List.of(Type.BLOCK, "LIMIT", 2), List.of(limit.type(), limit.token(), limit.arguments().size()));
    Argument get = Syntax.parse("[(GET pattern)...]").getFirst();
    assertEquals(new Argument("pattern", Type.PATTERN, "GET", true, true, true, List.of()), get);
  }

  @Test
  void aNameSaysItsTypeUnlessTheTypeIsWritten() {
    assertEquals(List.of(Type.KEY, Type.INTEGER, Type.DOUBLE, Type.STRING, Type.UNIX_TIME),
        Syntax.parse("key increment increment:double ip:port unix-time-seconds").stream().map(Argument::type).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[NX", "NX]", "<A | >", "()", "key:colour", "[A | B)"})
  void whatIsNoSyntaxIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Syntax.parse(text));
  }
}
