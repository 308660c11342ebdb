package io.vertikv.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.config.ReferenceConfig;
import io.vertikv.tools.server.NodeServices;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theHelpNamesEveryCommandAndHowToBegin() {
    assertEquals(ExitCode.OK, run("--help"));
    for (String word : new String[]{"start", "config", "version", "redis-cli", "Exit codes"})
      assertTrue(out.toString().contains(word), out.toString());
  }

  @Test
  void theHelpOfStartNamesTheEverydayFlagsOnly() {
    assertEquals(ExitCode.OK, run("start", "--help"));
    String help = out.toString();
    for (String flag : new String[]{"--port", "--bind", "--admin-port", "--node-port", "--data", "--sync", "--config", "--cluster", "--join", "--founders", "--advertise", "--roles"})
      assertTrue(help.contains("      " + flag + "="), flag + " is missing in\n" + help);
    assertTrue(!help.contains("--slowlog-length"), help);
  }

  @Test
  void configPrintsWhatIsInForceAndWhy() {
    assertEquals(ExitCode.OK, run("config", "--port", "7000", "--limits-bulk-length=1MiB"));
    assertTrue(out.toString().lines().anyMatch(line -> line.matches("port = 7000 +# --port")), out.toString());
    assertTrue(
        out.toString().lines().anyMatch(line -> line.matches("limits.bulk-length = 1MiB +# --limits-bulk-length")),
        out.toString());
  }

  @Test
  void configPrintsTheReference() {
    assertEquals(ExitCode.OK, run("config", "--reference"));
    assertEquals(ReferenceConfig.text(), out.toString());
  }

  @Test
  void aRefusedConfigurationIsExplainedLineByLine() {
    assertEquals(ExitCode.USAGE, run("config", "--port", "x", "--sync", "y"));
    assertEquals("""
                 vertikv: port = x (--port): must be a whole number from 0 to 65535
                 vertikv: sync = y (--sync): must be one of always, interval, never
                 """, err.toString());
  }

  @Test
  void aSlipOnTheCommandLineGetsAHint() {
    assertEquals(ExitCode.USAGE, run("sart"));
    assertTrue(err.toString().contains("Did you mean: vertikv start?"), err.toString());
    assertEquals(ExitCode.USAGE, run());
  }

  private int run(String... arguments) {
    CommandLine commands = Commands.of(NodeServices.NONE);
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }
}
