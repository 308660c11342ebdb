package io.vertikv.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertikv.tools.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private StubServer server;

  @BeforeEach
  void start() throws Exception { server = StubServer.answering("+OK\r\n"); }

  @AfterEach
  void stop() throws Exception { server.close(); }

  @Test
  void aCountedRunSendsExactlyThatManyRequests() throws Exception {
    assertEquals(ExitCode.OK, run("--test", "get", "--requests", "1003", "--clients", "7", "--pipeline", "16",
        "--warm-up", "0", "--json"));
    JsonNode figures = new ObjectMapper().readTree(out.toString());
    assertEquals(1003, figures.get("replies").asLong());
    assertEquals(0, figures.get("errors").asLong());
    assertEquals(1003, server.received("GET"));
    assertTrue(figures.get("latencyMillis").get("p99").asDouble() > 0);
  }

  @Test
  void severalCommandsSentTogetherCountAsOneRequest() throws Exception {
    assertEquals(ExitCode.OK, run("--command", "SET {key} {value} ; WAIT 1 0", "--requests", "50", "--clients", "3",
        "--warm-up", "0", "--json"));
    JsonNode figures = new ObjectMapper().readTree(out.toString());
    assertEquals(50, figures.get("replies").asLong());
    assertEquals(50, server.received("SET"));
    assertEquals(50, server.received("WAIT"));
  }

  @Test
  void loadingWritesEveryKeyOnce() {
    assertEquals(ExitCode.OK, run("--load-only", "--keys", "777", "--value-size", "5"));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 777; i++) expected.add("key:%012d".formatted(i));
    assertEquals(expected, server.words().filter(word -> word.startsWith("key:")).sorted().toList());
  }

  @Test
  void anOpenLoopSendsWhatItsScheduleSays() throws Exception {
    assertEquals(ExitCode.OK, run("--test", "ping", "--rate", "2000", "--seconds", "0.2", "--warm-up", "0", "--clients",
        "3", "--json"));
    // One PING of each connection is its greeting; a request due at the very end is sent as well.
    assertEquals(400 + 3 + 1, server.received("PING"));
  }

  @Test
  void errorRepliesAreCountedAndFailTheRun() throws Exception {
    server.answer("-ERR always\r\n");
    assertEquals(ExitCode.FAILED, run("--test", "get", "--requests", "1"));
    assertTrue(err.toString().contains("the server refuses a connection: ERR always"), err.toString());
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    server.close();
    assertEquals(ExitCode.FAILED, run("--test", "get", "--requests", "1"));
    assertTrue(err.toString().contains("cannot connect to 127.0.0.1:" + server.port()), err.toString());
  }

  @Test
  void theCpuTimeAndMemoryOfAProcessAreReadFromProc() {
    assertEquals(new ProcessUsage(3_450_000_000L, 2048 * 1024),
        ProcessUsage.parse("7 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 300 45 0 0 20",
            List.of("Name:\tx", "VmRSS:\t 2048 kB")));
  }

  @Test
  void theGreetingLogsInAndChoosesTheDatabase() {
    assertEquals("*2\r\n$4\r\nAUTH\r\n$3\r\np\u00e4\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n4\r\n*1\r\n$4\r\nPING\r\n",
        new String(Target.encode(new Target("h", 1, "", "p\u00e4", 2, 4).greeting()), StandardCharsets.UTF_8));
    assertEquals(List.of("HELLO", "3", "AUTH", "default", "p"),
        new Target("h", 1, "", "p", 3, 0).greeting().getFirst());
  }

  private int run(String... options) {
    List<String> all = new ArrayList<>(List.of("--port", String.valueOf(server.port()), "--quiet"));
    all.addAll(List.of(options));
    CommandLine command = BenchCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }
}
