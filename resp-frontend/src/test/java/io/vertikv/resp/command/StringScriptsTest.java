package io.vertikv.resp.command;

import io.vertikv.resp.script.CommandInfo;
import io.vertikv.resp.script.ScriptTest;
import io.vertikv.resp.script.TableTarget;
import io.vertikv.resp.script.TcpTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with strings, bitmaps, keys of any type and SORT. */
class StringScriptsTest {
  static final CommandTable COMMANDS = new CommandTable(Stream
      .of(StringCommands.TABLE, StringPartCommands.TABLE, CounterCommands.TABLE, BitmapCommands.TABLE,
          BitfieldCommands.TABLE, GenericCommands.TABLE,
          ExpireCommands.TABLE, ObjectCommand.TABLE, KeyspaceCommands.TABLE, KeyMoveCommands.TABLE, LcsCommand.TABLE,
          SortCommands.TABLE, ListCommands.TABLE, SortedSetCommands.TABLE,
          HashCommands.TABLE, SetCommands.TABLE)
      .flatMap(List::stream)
      .toList());

  private static final Set<Command.Group> OWN = EnumSet.of(Command.Group.STRING, Command.Group.BITMAP,
      Command.Group.GENERIC, Command.Group.SERVER);

  static Stream<Path> sessions() throws IOException {
    return Stream.of("string", "bitmap", "generic", "sort").flatMap(StringScriptsTest::named);
  }

  private static Stream<Path> named(String prefix) {
    try {
      return ScriptTest.scripts(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void aSessionAnswersAsRedisDoes(Path session) throws IOException {
    try (TableTarget target = new TableTarget(COMMANDS)) {
      ScriptTest.check(session, target);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "redis", matches = ".+:\\d+")
  void theTableSaysOfEachCommandWhatRedisSays() throws IOException {
    String[] address = System.getProperty("redis").split(":");
    try (TcpTarget real = new TcpTarget(address[0], Integer.parseInt(address[1]))) {
      // OBJECT itself has no flags in Redis, only its subcommands have; here it tells that all of them only read.
      CommandInfo.check(COMMANDS.all().stream().filter(c -> OWN.contains(c.doc().group()) && !c.name().equals("OBJECT"))
          .toList(), real);
    }
  }
}
