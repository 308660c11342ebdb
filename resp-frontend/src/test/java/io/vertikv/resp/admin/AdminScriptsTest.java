package io.vertikv.resp.admin;

import io.vertikv.resp.script.ScriptTest;
import io.vertikv.resp.script.TcpTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with the commands of the server group, and with DUMP and RESTORE, over a socket. */
class AdminScriptsTest {
  static Stream<Path> sessions() throws IOException {
    return Stream.concat(ScriptTest.scripts("server"), ScriptTest.scripts("dump"));
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void aSessionAnswersAsRedisDoes(Path session) throws IOException {
    for (long seed : new long[]{0, 7}) {
      try (AdminServer server = new AdminServer(seed); TcpTarget target = new TcpTarget("127.0.0.1", server.port())) {
        ScriptTest.check(session, target);
      }
    }
  }
}
