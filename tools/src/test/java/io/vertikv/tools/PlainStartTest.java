package io.vertikv.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.tools.config.NodeConfig;
import io.vertikv.tools.server.NodeServices;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainStartTest {
  @ParameterizedTest
  @ValueSource(strings = {"start", "start --port 1", "start --port=1 --data ./x", "start --config a.conf --limits-bulk-length 1MiB", "start --server-requirepass a=b"})
  void aPlainStartIsReadAsPicocliReadsIt(String line) {
    String[] arguments = line.split(" ");
    Map<String, String> usual = SettingOptions
        .flags(Commands.of(NodeServices.NONE).parseArgs(arguments).subcommand());
    assertEquals(Optional.of(usual), PlainStart.flags(arguments));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "config", "start --help", "start --port", "start --port=", "start --port --bind", "start --prot 1", "start --port 1 --port 2", "start 6379", "start -h", "--version"})
  void everythingElseIsLeftToPicocli(String line) {
    assertEquals(Optional.empty(), PlainStart.flags(line.isEmpty() ? new String[0] : line.split(" ")));
  }

  @Test
  void everySettingCanBeGiven() {
    for (var setting : NodeConfig.settings())
      assertEquals(Optional.of(Map.of(setting.flag(), "x")),
          PlainStart.flags(new String[]{"start", setting.flag(), "x"}));
  }
}
