package io.vertikv.resp.command;

import io.vertikv.resp.script.ScriptTest;
import io.vertikv.resp.script.TableTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with strings, bitmaps, keys of any type and SORT. */
class StringScriptsTest {
  static final CommandTable COMMANDS = new CommandTable(Stream
      .of(StringCommands.TABLE, StringPartCommands.TABLE, CounterCommands.TABLE, BitmapCommands.TABLE,
          BitfieldCommands.TABLE, GenericCommands.TABLE,
          ExpireCommands.TABLE, ObjectCommand.TABLE, KeyspaceCommands.TABLE, KeyMoveCommands.TABLE, LcsCommand.TABLE,
          SortCommands.TABLE, ListCommands.TABLE,
          HashCommands.TABLE, SetCommands.TABLE)
      .flatMap(List::stream)
      .toList());

  static Stream<Path> sessions() throws IOException {
    return Stream.of("string", "bitmap", "generic", "sort").flatMap(StringScriptsTest::named);
  }

  private static Stream<Path> named(String prefix) {
    try {
      return ScriptTest.scripts(prefix);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void aSessionAnswersAsRedisDoes(Path session) throws IOException {
    try (TableTarget target = new TableTarget(COMMANDS)) {
      ScriptTest.check(session, target);
    }
  }
}
