package io.vertikv.resp.command;

import io.vertikv.resp.script.ScriptTest;
import io.vertikv.resp.script.TableTarget;
import io.vertikv.resp.type.StoredParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with data, without a server: what is stored beneath can be looked at when they have ended. */
class DataScriptsTest {
  static final CommandTable COMMANDS = new CommandTable(DataCommands.TABLE);

  static Stream<Path> sessions() {
    return Stream.of("string", "bitmap", "generic", "sort", "hash", "set", "list", "zset", "dump")
        .flatMap(DataScriptsTest::family);
  }

  private static Stream<Path> family(String name) {
    try {
      return ScriptTest.scripts(name);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void aSessionGoesAsWrittenAndLeavesNothingWithoutAnOwner(Path session) throws IOException {
    try (TableTarget target = new TableTarget(COMMANDS)) {
      ScriptTest.check(session, target, "the commands alone");
      StoredParts.assertOwned(target.tx());
    }
  }
}
