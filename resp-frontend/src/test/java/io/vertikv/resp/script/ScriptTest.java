package io.vertikv.resp.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a family's test runs its scripts: against the commands in memory, and against a real server as well when
 * {@code -Dredis=host:port} names one.
 */
public final class ScriptTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/session");

  private ScriptTest() {}

  public static Stream<Path> scripts(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.filter(f -> f.getFileName().toString().matches(prefix + "[a-z_-]*\\.txt")).sorted().toList()
          .stream();
    }
  }

  /** Fails with every difference. */
  public static void check(Path script, ScriptTarget target) throws IOException {
    assertEquals(List.of(), new SessionScript(script).run(target), () -> script + " differs");
    String redis = System.getProperty("redis");
    if (redis == null) return;
    String[] address = redis.split(":");
    try (TcpTarget real = new TcpTarget(address[0], Integer.parseInt(address[1]))) {
      assertEquals(List.of(), new SessionScript(script).run(real),
          () -> script + " differs from the server at " + redis);
    }
  }
}
