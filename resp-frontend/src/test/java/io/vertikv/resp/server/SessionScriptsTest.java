package io.vertikv.resp.server;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.script.CommandInfo;
import io.vertikv.resp.script.ScriptTest;
import io.vertikv.resp.script.TcpTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All session scripts over a socket: with an eager region, with moody ones, and on a real Redis. */
class SessionScriptsTest {
  private static final long EAGER = 0;

  static Stream<Path> scripts() throws IOException { return ScriptTest.scripts(); }

  @ParameterizedTest
  @MethodSource("scripts")
  void aSessionGoesAsWritten(Path script) throws IOException { run(script, EAGER); }

  @ParameterizedTest
  @MethodSource("scripts")
  void outcomesThatComeLateAndRunsThatAreRepeatedChangeNoSession(Path script) throws IOException {
    for (long seed = 1; seed <= 2; seed++) run(script, seed);
  }

  private static void run(Path script, long seed) throws IOException {
    try (TestServer server = TestServer.start(seed); TcpTarget target = new TcpTarget("127.0.0.1", server.port())) {
      ScriptTest.check(script, target, "our server with seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  @EnabledIfSystemProperty(named = "redis", matches = ".+:\\d+")
  void aSessionGoesTheSameWayOnRedis(Path script) throws IOException {
    try (TcpTarget real = ScriptTest.realRedis()) {
      ScriptTest.check(script, real, "the server at " + System.getProperty("redis"));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "redis", matches = ".+:\\d+")
  void theTableSaysOfEachCommandWhatRedisSays() throws IOException {
    try (TcpTarget real = ScriptTest.realRedis()) {
      CommandInfo.check(
          TestServer.table().all().stream().filter(command -> isIn(command, real.redisVersion())).toList(),
          real);
    }
  }

  /**
   * OBJECT itself has no flags in Redis; here it tells that all of its subcommands only read. AUTH and HELLO are flagged here
   * since the slow log never shows them; Redis shows them without their passwords.
   */
  private static boolean isIn(Command command, int redisVersion) {
    boolean later = List.of("ZRANK", "ZREVRANK", "WAITAOF").contains(command.name());
    return !List.of("OBJECT", "AUTH", "HELLO").contains(command.name()) && (!later || redisVersion >= 702);
  }
}
