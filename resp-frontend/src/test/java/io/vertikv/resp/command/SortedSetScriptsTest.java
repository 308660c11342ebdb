package io.vertikv.resp.command;

import io.vertikv.resp.script.CommandInfo;
import io.vertikv.resp.script.ScriptTest;
import io.vertikv.resp.script.TableTarget;
import io.vertikv.resp.script.TcpTarget;
import io.vertikv.resp.type.StoredParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with sorted sets. */
class SortedSetScriptsTest {
  static final CommandTable COMMANDS = new CommandTable(
      Stream.of(SortedSetCommands.TABLE, SetCommands.TABLE, StringCommands.TABLE, GenericCommands.TABLE,
          ExpireCommands.TABLE,
          ObjectCommand.TABLE).flatMap(List::stream).toList());

  static Stream<Path> sessions() throws IOException { return ScriptTest.scripts("zset"); }

  @ParameterizedTest
  @MethodSource("sessions")
  void aSessionAnswersAsRedisDoes(Path session) throws IOException {
    try (TableTarget target = new TableTarget(COMMANDS)) {
      ScriptTest.check(session, target);
      StoredParts.assertOwned(target.tx());
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "redis", matches = ".+:\\d+")
  void theTableSaysOfEachCommandWhatRedisSays() throws IOException {
    String[] address = System.getProperty("redis").split(":");
    try (TcpTarget real = new TcpTarget(address[0], Integer.parseInt(address[1]))) {
      // WITHSCORE came with 7.2, and with it another arity.
      boolean ranksHaveScores = real.redisVersion() >= 702;
      CommandInfo.check(SortedSetCommands.TABLE.stream()
          .filter(c -> ranksHaveScores || !c.name().endsWith("RANK") || c.name().startsWith("ZREM")).toList(), real);
    }
  }
}
