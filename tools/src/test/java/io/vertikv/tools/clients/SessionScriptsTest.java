package io.vertikv.tools.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertikv.resp.script.ScriptTarget;
import io.vertikv.resp.script.SessionScript;
import io.vertikv.resp.script.TcpTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every session script against a whole node: what the tests of resp-frontend check in memory, over TCP and the store. */
@ExtendWith(NodeExtension.class)
class SessionScriptsTest {
  private static final Path SCRIPTS = Path.of("../resp-frontend/src/test/resources/session");

  private final RunningNode node;

  SessionScriptsTest(RunningNode node) { this.node = node; }

  /** The server, known to be ours without asking it. */
  private record OurServer(TcpTarget server) implements ScriptTarget {
    @Override
    public List<String> send(int client, List<byte[]> arguments) throws IOException {
      return server.send(client, arguments);
    }

    @Override
    public boolean ours() { return true; }

    @Override
    public int redisVersion() { return 702; }

    @Override
    public void close() throws IOException { server.close(); }
  }

  static List<Path> sessions() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @Test
  void thereAreScripts() throws IOException {
    assertFalse(sessions().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void aSessionAnswersAsItDoesInMemory(Path session) throws IOException {
    try (OurServer server = new OurServer(new TcpTarget(node.host(), node.port()))) {
      if (Files.readString(session).contains("> DEBUG SLEEP")) assumeThatItCanWait(server);
      assertEquals(List.of(), new SessionScript(session).run(server), () -> session + " differs");
    }
  }

  private static void assumeThatItCanWait(ScriptTarget server) throws IOException {
    List<String> reply = server.send(1, Stream.of("DEBUG", "SLEEP", "0").map(String::getBytes).toList());
    assumeTrue(reply.equals(List.of("OK")), () -> "the script lets time pass, and DEBUG SLEEP says " + reply);
  }
}
