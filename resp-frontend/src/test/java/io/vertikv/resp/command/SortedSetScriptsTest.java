package io.vertikv.resp.command;

import io.vertikv.resp.script.ScriptTest;
import io.vertikv.resp.script.TableTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with sorted sets. */
class SortedSetScriptsTest {
  private static final CommandTable COMMANDS = new CommandTable(
      Stream.of(SortedSetCommands.TABLE, SetCommands.TABLE, StringCommands.TABLE, GenericCommands.TABLE,
          ExpireCommands.TABLE,
          ObjectCommand.TABLE).flatMap(List::stream).toList());

  static Stream<Path> sessions() throws IOException { return ScriptTest.scripts("zset"); }

  @ParameterizedTest
  @MethodSource("sessions")
  void aSessionAnswersAsRedisDoes(Path session) throws IOException {
    try (TableTarget target = new TableTarget(COMMANDS)) {
      ScriptTest.check(session, target);
    }
  }
}
