package io.vertikv.tools.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceConfigTest {
  private static final Path FILE = Path.of("../deploy/vertikv.conf");
  private static final Machine MACHINE = new Machine(4, 8L << 30, 2L << 30);

  @Test
  void theReferenceFileIsWhatTheCodeGenerates() throws IOException {
    if (Boolean.getBoolean("rewrite")) Files.writeString(FILE, ReferenceConfig.text());
    assertEquals(ReferenceConfig.text(), Files.readString(FILE),
        "run again with -Drewrite=true and look at the difference");
  }

  @Test
  void theReferenceFileWithEverythingUncommentedIsTheDefaultConfiguration(@TempDir Path folder) throws IOException {
    StringBuilder uncommented = new StringBuilder();
    for (String line : ReferenceConfig.text().split("\n"))
      uncommented.append(line.matches(" *# [a-z-]+ = .*") ? line.replaceFirst("# ", "") : line).append('\n');
    Path file = Files.writeString(folder.resolve("all.conf"), uncommented.toString());
    EffectiveConfig config = ConfigReader.read(new ConfigSources(Map.of(), Map.of(), Optional.of(file)), MACHINE);
    assertEquals(NodeConfig.defaults(MACHINE), config.node());
    assertTrue(config.values().stream().allMatch(value -> value.origin().source() == Origin.Source.FILE),
        "a setting is missing in the file");
  }

  @Test
  void theDefaultsThatPeopleRelyOnStay() {
    NodeConfig config = NodeConfig.defaults(MACHINE);
    assertEquals(new ListenConfig(6379, "127.0.0.1", 9379, 16379), config.listen());
    assertEquals(new StorageConfig(Path.of("./data"), SyncMode.ALWAYS, 1000, 64 << 20, 1 << 30, 256 << 20),
        config.storage());
    assertEquals(new ServerConfig("", 16, 2, TransportChoice.AUTO, 1024, 0, 10_000, "", false), config.server());
    assertEquals(
        new LimitsConfig(10_000, 16 << 20, 1 << 20, 64 << 10, 16 << 10, 10, 10_000, 64 << 20, 64 << 20, 256 << 20,
            256 << 20),
        config.limits());
    assertEquals(new RegionConfig(128 << 20, 5000), config.region());
    assertEquals(new CleaningConfig(0, 1000, 100, 1000), config.cleaning());
    assertEquals(new WatchConfig(10_000, 128, 0, LogLevel.INFO, LogFormat.PLAIN, 500), config.watch());
  }

  @Test
  void noTwoSettingsShareAFlagOrAVariable() {
    Set<String> names = new HashSet<>(Variables.LAUNCHER);
    names.add("--config");
    for (Setting<?> setting : NodeConfig.settings()) {
      assertTrue(names.add(setting.flag()), setting.flag());
      assertTrue(names.add(setting.variable()), setting.variable());
    }
  }

  @Test
  void theVariablesOfTheLauncherAreNotTakenForSettings() throws IOException {
    Matcher names = Pattern.compile("VERTIKV_[A-Z_]+").matcher(Files.readString(Path.of("../bin/vertikv")));
    while (names.find()) assertTrue(Variables.LAUNCHER.contains(names.group()), names.group());
  }
}
