package io.vertikv.tools.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  private static final long GIB = 1L << 30;
  private static final Machine MACHINE = new Machine(8, 16 * GIB, 4 * GIB);

  @TempDir
  private Path folder;

  @Test
  void aFlagWinsOverTheEnvironmentThatOverTheFileAndThatOverTheDefault() throws IOException {
    Path file = write("port = 1001, admin-port = 1002, node-port = 1003");
    Map<String, String> environment = Map.of("VERTIKV_PORT", "2001", "VERTIKV_ADMIN_PORT", "2002");
    EffectiveConfig config = read(Map.of("port", "3001"), environment, file);
    assertEquals(3001, config.node().listen().port());
    assertEquals(2002, config.node().listen().adminPort());
    assertEquals(1003, config.node().listen().nodePort());
    assertEquals("127.0.0.1", config.node().listen().bind());
    assertEquals(List.of("--port", "VERTIKV_ADMIN_PORT", file + ": 1", "default"),
        List.of(reason(config, "port"), reason(config, "admin-port"), reason(config, "node-port"),
            reason(config, "bind")));
  }

  @Test
  void everySettingCanComeFromFlagEnvironmentAndFile() throws IOException {
    for (Setting<?> setting : NodeConfig.settings()) {
      String text = setting.defaultText();
      Path file = write(setting.path() + " = \"" + text + "\"");
      assertEquals(setting.flag(), reason(read(Map.of(setting.path(), text)), setting.path()).replace(", auto", ""));
      assertEquals(setting.variable(),
          reason(read(Map.of(), Map.of(setting.variable(), text), null), setting.path()).replace(", auto", ""));
      assertEquals(file + ": 1", reason(read(Map.of(), Map.of(), file), setting.path()).replace(", auto", ""));
    }
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                                                                port                 | 65536      | must be a whole number from 0 to 65535
                                                                port                 | -1         | must be a whole number from 0 to 65535
                                                                port                 | six        | must be a whole number from 0 to 65535
                                                                port                 | 6379.5     | must be a whole number from 0 to 65535
                                                                port                 | 99999999999999999999 | must be a whole number from 0 to 65535
                                                                bind                 | a b        | must be a host name or address
                                                                sync                 | sometimes  | must be one of always, interval, never
                                                                sync                 | ALWAYS     | must be one of always, interval, never
                                                                data                 | ~~         | must be the path of a folder
                                                                cluster              | My Cluster | must be 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit
                                                                join                 | nowhere    | must be at most 64 values separated by commas, each host:port or [address]:port
                                                                roles                | king       | must be at most 4 values separated by commas, each one of all, placement, store, frontend
                                                                limits.bulk-length   | 65MiB      | must be a size from 1KiB to 64MiB, such as 512KiB or 16MiB
                                                                limits.bulk-length   | 16m        | must be a size from 1KiB to 64MiB, such as 512KiB or 16MiB
                                                                limits.bulk-length   | -1         | must be a size from 1KiB to 64MiB, such as 512KiB or 16MiB
                                                                limits.bulk-length   | 999999999999999GiB | must be a size from 1KiB to 64MiB, such as 512KiB or 16MiB
                                                                gc.interval          | 5          | must be a time from 100ms to 1h with its unit, such as 250ms or 10s
                                                                gc.interval          | 2h         | must be a time from 100ms to 1h with its unit, such as 250ms or 10s
                                                                server.event-loops   | 0          | must be auto or a whole number from 1 to 256
                                                                memory.block-cache   | lots       | must be auto or a size from 8MiB to 4096GiB, such as 512KiB or 16MiB
                                                                server.transport     | kqueue     | must be one of auto, epoll, nio
                                                                store.labels         | zone       | must be at most 16 values separated by commas, each name=value, both 1 to 63 of A-Z a-z 0-9 . _ / : -
                                                                """)
  void aBadValueIsRefusedWithNameValueAndWhatIsAllowed(String path, String text, String allowed) {
    String flag = "--" + path.replace('.', '-');
    assertEquals(List.of(path + " = " + text + " (" + flag + "): " + allowed), problems(Map.of(path, text)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
                                          prot = 1                        | unknown setting prot (FILE: 1); did you mean port?
                                          limits { bulk-lenght = 1 }      | unknown setting limits.bulk-lenght (FILE: 1); did you mean limits.bulk-length?
                                          server = 5                      | unknown setting server (FILE: 1); `vertikv config --reference` lists them all
                                          port { number = 5 }             | unknown setting port.number (FILE: 1); `vertikv config --reference` lists them all
                                          join = [a, b]                   | join = a,b (FILE: 1): must be at most 64 values separated by commas, each host:port or [address]:port
                                          """)
  void theFileIsHeldToTheSameRules(String content, String problem) throws IOException {
    Path file = write(content);
    assertEquals(List.of(problem.replace("FILE", file.toString())),
        assertThrows(ConfigRefused.class, () -> read(Map.of(), Map.of(), file)).problems());
  }

  @Test
  void aFileThatCannotBeReadOrParsedIsRefused() throws IOException {
    Path missing = folder.resolve("missing.conf");
    assertEquals(List.of("config = " + missing + ": must be a file that can be read"),
        assertThrows(ConfigRefused.class, () -> read(Map.of(), Map.of(), missing)).problems());
    Path broken = write("port = [");
    String problem = assertThrows(ConfigRefused.class, () -> read(Map.of(), Map.of(), broken)).getMessage();
    assertTrue(problem.startsWith("config = " + broken + ": "), problem);
  }

  @Test
  void aNodeOfAClusterSaysWhereItIsReached() {
    Map<String, String> three = Map.of("join", "127.0.0.1:7001,127.0.0.1:7002,127.0.0.1:7001", "node-port", "7001");
    NodeConfig node = read(three, Map.of(), null).node();
    assertEquals(List.of("127.0.0.1:7001", "127.0.0.1:7002"), node.cluster().join());
    assertEquals(2, node.cluster().founderCount());
    assertTrue(node.cluster().foundersListed());
    assertEquals(List.of(8001, 9001), List.of(node.discoveryPort(), node.busPort()));
    Map<String, String> without = new HashMap<>(three);
    without.put("node-port", "0");
    assertEquals(List.of("node-port = 0: must be from 1 to 65535 in a cluster, others connect to it"),
        problems(without));
    without.put("node-port", "64900");
    assertEquals(List.of("discovery.port = 0: would follow node-port to 65900; must be set, from 1 to 65535"),
        problems(without));
    without.put("discovery.port", "6379");
    without.put("discovery.bus-port", "6380");
    assertEquals(List.of("discovery.port = 6379, discovery.bus-port = 6380: must differ from each other and from port, "
        + "admin-port and node-port"), problems(without));
  }

  @Test
  void allProblemsAreToldTogether() throws IOException {
    Path file = write("prot = 1, sync = foo");
    assertEquals(3,
        assertThrows(ConfigRefused.class, () -> read(Map.of("port", "x"), Map.of(), file)).problems().size());
  }

  @Test
  void anUnknownVariableIsRefusedButNotTheLaunchersOrThoseOfKubernetes() {
    ConfigRefused refused = assertThrows(ConfigRefused.class, () -> read(Map.of(), Map.of("VERTIKV_PROT", "1"), null));
    assertEquals(List.of("unknown setting VERTIKV_PROT (VERTIKV_PROT); did you mean port?"), refused.problems());
    Map<String, String> harmless = Map.of("VERTIKV_HEAP", "2g", "VERTIKV_PORT", "tcp://10.0.0.1:6379",
        "VERTIKV_SERVICE_HOST",
        "10.0.0.1", "VERTIKV_PORT_6379_TCP_ADDR", "10.0.0.1", "VERTIKV_SERVICE_PORT_REDIS", "6379", "PATH", "/bin");
    assertEquals(6379, read(Map.of(), harmless, null).node().listen().port());
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(delimiter = '|', textBlock = """
                                          admin-port                 | 6379   | port = 6379, admin-port = 6379, node-port = 16379: must be three different ports
                                          join                       | a:1    | bind = 127.0.0.1: a:1 cannot reach this node there; set bind to an address of this machine, or to 0.0.0.0
                                          join                       | ::1:1  | join = ::1:1 (--join): must be at most 64 values separated by commas, each host:port or [address]:port
                                          join                       | [::1]:70000 | join = [::1]:70000: the port must be from 1 to 65535
                                          founders                   | 3      | founders = 3: must be 0 or at least as many as join names, which is 0
                                          discovery.mode             | multicast | founders = 0: must be from 1 to 64 unless discovery.mode = join
                                          discovery.mode             | kubernetes | discovery.kubernetes-service = "": must name the service with discovery.mode = kubernetes
                                          roles                      | store  | roles = store: nodes of different kinds come with a later release; in this one allowed is all
                                          log.total-size             | 64MiB  | log.total-size = 64MiB: must be at least twice log.segment-size, which is 64MiB
                                          limits.pipeline-bytes      | 8MiB   | limits.pipeline-bytes = 8MiB: must be at least limits.bulk-length, which is 16MiB
                                          limits.unauthenticated-bulk-length | 17MiB | limits.unauthenticated-bulk-length = 17MiB: must not be over limits.bulk-length, which is 16MiB
                                          store.labels               | zone=a,zone=b | store.labels = zone=a,zone=b: must name each label once
                                          """)
  void valuesThatDoNotFitTogetherAreRefused(String path, String text, String problem) {
    assertEquals(List.of(problem), problems(Map.of(path, text)));
  }

  @Test
  void autoFollowsTheMachine() {
    NodeConfig large = ConfigReader.read(ConfigSources.NONE, MACHINE).node();
    assertEquals(4, large.server().eventLoops());
    assertEquals(new MemoryConfig(4 * GIB, 64L << 20, GIB), large.memory());
    NodeConfig small = ConfigReader.read(ConfigSources.NONE, new Machine(1, GIB / 2, GIB / 8)).node();
    assertEquals(1, small.server().eventLoops());
    assertEquals(new MemoryConfig(GIB / 8, GIB / 32, GIB / 32), small.memory());
  }

  @Test
  void aPasswordIsNeverShown() {
    EffectiveConfig config = read(Map.of("server.requirepass", "opensesame"));
    assertEquals("opensesame", config.node().server().requirepass());
    assertFalse((config.text() + config.node()).contains("opensesame"));
    String problem = problems(Map.of("server.requirepass", "open\nsesame")).getFirst();
    assertFalse(problem.contains("sesame"), problem);
  }

  @Test
  void whatIsPrintedReadsBackAsTheSameConfiguration() throws IOException {
    EffectiveConfig config = read(
        Map.of("data", "/a \"quoted\" folder", "limits.bulk-length", "1048577", "gc.interval", "1500ms"));
    EffectiveConfig again = read(Map.of(), Map.of(), write(config.text()));
    assertEquals(config.node(), again.node());
  }

  private EffectiveConfig read(Map<String, String> flags) { return read(flags, Map.of(), null); }

  private static EffectiveConfig read(Map<String, String> flags, Map<String, String> environment, Path file) {
    return ConfigReader.read(new ConfigSources(flags, environment, Optional.ofNullable(file)), MACHINE);
  }

  private List<String> problems(Map<String, String> flags) {
    return assertThrows(ConfigRefused.class, () -> read(flags)).problems();
  }

  private static String reason(EffectiveConfig config, String path) {
    return config.values().stream().filter(value -> value.setting().path().equals(path)).findFirst().orElseThrow()
        .reason();
  }

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("vertikv.conf"), content);
  }
}
