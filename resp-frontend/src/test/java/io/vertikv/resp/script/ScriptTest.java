package io.vertikv.resp.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the scripts lie, and the real server that {@code -Dredis=host:port} may name. */
public final class ScriptTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/session");

  private ScriptTest() {}

  public static Stream<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
    }
  }

  /** Those of a family: its name, and what may follow it. */
  public static Stream<Path> scripts(String family) throws IOException {
    return scripts().filter(file -> file.getFileName().toString().matches(family + "[_-]?[a-z_-]*\\.txt"));
  }

  /** Fails with every difference. */
  public static void check(Path script, ScriptTarget target, String what) throws IOException {
    assertEquals(List.of(), new SessionScript(script).run(target), () -> script + " differs on " + what);
  }

  public static TcpTarget realRedis() throws IOException {
    String[] address = System.getProperty("redis").split(":");
    return new TcpTarget(address[0], Integer.parseInt(address[1]));
  }
}
