package io.vertikv.tools.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** redis-cli and redis-benchmark, where they are installed. */
@ExtendWith(NodeExtension.class)
class RedisProgramsTest {
  private static final int TIMEOUT_SECONDS = 60;

  private final RunningNode node;

  RedisProgramsTest(RunningNode node) { this.node = node; }

  @Test
  void redisCliTalksBothProtocols() throws Exception {
    assertEquals("OK\n", run("", "redis-cli", "SET", "k", "a value"));
    assertEquals("\"a value\"\n", run("", "redis-cli", "--no-raw", "GET", "k"));
    assertEquals("(integer) 1\n1# \"a\" => \"1\"\n", run("HSET h a 1\nHGETALL h\n", "redis-cli", "-3", "--no-raw"));
    assertEquals("OK\nQUEUED\nQUEUED\n1\n2\n", run("MULTI\nINCR n\nINCR n\nEXEC\n", "redis-cli"));
  }

  @Test
  void redisCliScansAndPipes() throws Exception {
    StringBuilder commands = new StringBuilder();
    for (int i = 0; i < 2_000; i++) commands.append("SET key:").append(i).append(" v\r\n");
    String answer = run(commands.toString(), "redis-cli", "--pipe");
    assertTrue(answer.contains("errors: 0, replies: 2000"), answer);
    assertEquals(2_000, run("", "redis-cli", "--scan", "--pattern", "key:*").lines().distinct().count());
  }

  @Test
  void redisBenchmarkRunsItsTests() throws Exception {
    String tests = "ping_inline,ping_mbulk,set,get,incr,lpush,rpush,lpop,rpop,sadd,hset,spop,zadd,zpopmin,lrange_100,mset";
    String lines = run("", "redis-benchmark", "-n", "2000", "-c", "20", "-P", "8", "-q", "-t", tests);
    List<String> last = lines.lines().flatMap(line -> Stream.of(line.split("\r"))).filter(line -> line.contains(": "))
        .filter(line -> line.contains("requests per second")).toList();
    assertEquals(17, last.size(), lines); // lrange fills its list first, and says so
  }

  /** Runs a program against the node; skips the test, and says so, where it is not installed. */
  private String run(String input, String program, String... arguments) throws IOException, InterruptedException {
    if (!installed(program)) System.out.println(program + " is not installed: its test is skipped");
    assumeTrue(installed(program), program + " is not installed");
    List<String> command = new ArrayList<>(
        List.of(program, "-h", node.host(), "-p", String.valueOf(node.port())));
    command.addAll(List.of(arguments));
    Path in = Files.writeString(Files.createTempFile("vertikv-in", ".txt"), input);
    Path out = Files.createTempFile("vertikv-out", ".txt");
    try {
      Process process = new ProcessBuilder(command).redirectInput(in.toFile()).redirectErrorStream(true)
          .redirectOutput(out.toFile()).start();
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!ended) process.destroyForcibly();
      String text = Files.readString(out, StandardCharsets.ISO_8859_1);
      assertTrue(ended, () -> command + " is still running: " + text);
      return text;
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
