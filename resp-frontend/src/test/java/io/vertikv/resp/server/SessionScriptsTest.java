package io.vertikv.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.resp.script.ScriptTest;
import io.vertikv.resp.script.SessionScript;
import io.vertikv.resp.script.TcpTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of what the server itself answers: over a socket, with an eager region and with a moody one, and a real Redis. */
class SessionScriptsTest {
  static Stream<Path> scripts() throws IOException {
    return Stream.concat(ScriptTest.scripts("connection"), ScriptTest.scripts("transactions"));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void answersAsRedisDoes(Path script) throws IOException {
    try (TestServer server = TestServer.start(); TcpTarget target = new TcpTarget("127.0.0.1", server.port())) {
      ScriptTest.check(script, target);
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void answersTheSameWhenOutcomesComeLateAndRunsAreRepeated(Path script) throws IOException {
    for (long seed = 1; seed <= 3; seed++) {
      try (TestServer server = TestServer.start(TestServer.config(), seed, 2);
          TcpTarget target = new TcpTarget("127.0.0.1", server.port())) {
        assertEquals(List.of(), new SessionScript(script).run(target), script + " differs with seed " + seed);
      }
    }
  }
}
