package io.vertikv.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the stories in src/test/resources/interaction. A line that begins with {@code >} is a command, the lines below
 * it up to the next empty line are what was seen. {@code -Drewrite} writes down what is seen now; read the diff before
 * you believe it.
 */
class InteractionTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/interaction");
  private static final boolean REWRITE = System.getProperty("rewrite") != null;

  @TestFactory
  Stream<DynamicTest> stories() throws IOException {
    List<Path> scripts = scripts();
    assertFalse(scripts.isEmpty());
    return scripts.stream().map(script -> DynamicTest.dynamicTest(script.getFileName().toString(), () -> tell(script)));
  }

  static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  /** Whether the story comes out as it is written; a machine that stops itself tells another one, too. */
  static boolean isTold(Path script, Safety safety) throws IOException {
    String written = Files.readString(script);
    try {
      return written.equals(retell(written, safety));
    } catch (RuntimeException | AssertionError _) {
      return false;
    }
  }

  private static void tell(Path script) throws IOException {
    String written = Files.readString(script);
    String seen = retell(written, new Safety());
    if (REWRITE) Files.writeString(script, seen);
    else assertEquals(written, seen, () -> script + " tells another story; -Drewrite writes down the new one");
  }

  private static String retell(String written, Safety safety) {
    Interaction cluster = new Interaction(safety);
    StringBuilder seen = new StringBuilder();
    boolean inOutput = false;
    for (String line : written.split("\n", -1)) {
      if (line.startsWith(">")) {
        seen.append(line).append('\n').append(cluster.run(line.substring(1)));
        inOutput = true;
      } else if (!inOutput || line.isBlank() || line.startsWith("#")) {
        inOutput = false;
        seen.append(line).append('\n');
      }
    }
    return seen.substring(0, seen.length() - 1);
  }
}
