package io.vertikv.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of bin/vertikv in folders and environments of our making. It prints the Java command, and runs nothing. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("../bin/vertikv");
  private static final List<String> PROGRAMS = List.of("sh", "basename", "cat", "dirname", "find", "grep", "head", "ls",
      "mkdir",
      "readlink", "sed", "touch", "uname");

  @TempDir
  private Path temp;
  private Path root;
  private final Map<String, String> environment = new HashMap<>();

  /** How the script ended. */
  private record Ended(int status, String out, String err) {
    List<String> command() {
      assertEquals(0, status, err);
      return out.lines().toList();
    }
  }

  @BeforeEach
  void layOut() throws IOException {
    root = Files.createDirectories(temp.toRealPath().resolve("a place with spaces"));
    Files.createDirectories(root.resolve("lib"));
    Files.createFile(root.resolve("lib/b.jar"));
    Files.createFile(root.resolve("lib/a.jar"));
    install(Files.readString(SCRIPT));
    environment.put("PATH", programs().toString());
    environment.put("HOME", temp.toString());
    environment.put("VERTIKV_DRY_RUN", "1");
  }

  @Test
  void javaHomeIsTakenWhenItIsNewEnough() throws Exception {
    environment.put("JAVA_HOME", jdk("a jdk", "26.0.1").toString());
    assertEquals(environment.get("JAVA_HOME") + "/bin/java", run().command().getFirst());
  }

  @Test
  void anOldJavaHomeIsPassedOverForTheJavaInThePath() throws Exception {
    environment.put("JAVA_HOME", jdk("old", "17.0.15").toString());
    Path newer = jdk("newer", "25");
    Files.createSymbolicLink(temp.resolve("programs/java"), newer.resolve("bin/java"));
    assertEquals(newer.toRealPath() + "/bin/java", run().command().getFirst());
  }

  @Test
  void theUsualFoldersAreSearchedAndTheOldestThatWillDoIsTaken() throws Exception {
    install(
        Files.readString(SCRIPT).replace("/usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* /usr/local/*", ""));
    jdk(".sdkman/candidates/java/99", "99.0.1");
    Path best = jdk(".sdkman/candidates/java/27-tem", "27.0.2");
    jdk(".sdkman/candidates/java/17-tem", "17.0.2");
    assertEquals(best + "/bin/java", run().command().getFirst());
  }

  @Test
  void whereThereIsNoJavaItSaysWhatToInstall() throws Exception {
    install(Files.readString(SCRIPT).replace("JAVA_LEAST=25", "JAVA_LEAST=999"));
    Ended ended = run();
    assertEquals(1, ended.status());
    assertTrue(ended.err().startsWith("vertikv: no Java runtime 999 or newer found on this machine.\n"), ended.err());
    assertTrue(ended.err().contains("apt install openjdk-25-jdk-headless"), ended.err());
    assertTrue(ended.err().contains("VERTIKV_JAVA_HOME=/path/to/jdk"), ended.err());
  }

  @Test
  void anOwnChoiceThatWillNotDoIsRefusedAndNotReplaced() throws Exception {
    environment.put("JAVA_HOME", jdk("good", "25.0.3").toString());
    environment.put("VERTIKV_JAVA_HOME", jdk("old", "21.0.1").toString());
    Ended ended = run();
    assertEquals(1, ended.status());
    assertEquals("vertikv: VERTIKV_JAVA_HOME=" + environment.get("VERTIKV_JAVA_HOME")
        + " is no Java 25 or newer (found version 21)\n", ended.err());
  }

  @Test
  void theRuntimeOfADistributionComesFirst() throws Exception {
    environment.put("JAVA_HOME", jdk("good", "25.0.3").toString());
    jdk("a place with spaces/runtime", "25.0.3");
    assertEquals(root + "/runtime/bin/java", run().command().getFirst());
  }

  @Test
  void itRunsFromAnyFolderThroughLinksAndPathsWithSpaces() throws Exception {
    environment.put("JAVA_HOME", jdk("good", "25.0.3").toString());
    Path link = Files.createSymbolicLink(temp.resolve("one link"), root.resolve("bin/vertikv"));
    Path linkToLink = Files.createSymbolicLink(temp.resolve("vkv"), Path.of("one link"));
    Path elsewhere = Files.createDirectory(temp.resolve("else where"));
    List<String> command = run(elsewhere, linkToLink, "start", "--data", "my data").command();
    assertEquals(List.of("start", "--data", "my data"), command.subList(command.size() - 3, command.size()));
    assertEquals(root + "/lib/a.jar:" + root + "/lib/b.jar", command.get(command.indexOf("-cp") + 1));
    assertTrue(command.contains("-Dvertikv.native.dir=" + root + "/lib/native"), command.toString());
  }

  @Test
  void heapAndDirectMemoryFollowTheMemory() throws Exception {
    environment.put("JAVA_HOME", jdk("good", "25.0.3").toString());
    environment.put("VERTIKV_MEMORY", "1g");
    assertTrue(run().command().containsAll(List.of("-Xmx" + (256 << 20), "-XX:MaxDirectMemorySize=" + (128 << 20),
        "-Dvertikv.memory.bytes=" + (1 << 30))));
    environment.put("VERTIKV_MEMORY", "64g");
    assertTrue(run().command().containsAll(List.of("-Xmx" + (4L << 30), "-XX:MaxDirectMemorySize=" + (2L << 30))));
    environment.put("VERTIKV_HEAP", "700m");
    assertTrue(run().command().contains("-Xmx" + (700 << 20)));
    environment.put("VERTIKV_HEAP", "much");
    assertEquals("vertikv: VERTIKV_HEAP=much is not an amount of memory: write 512m or 8g\n", run().err());
  }

  @Test
  void theLimitOfAContainerIsTheMemory() throws Exception {
    environment.put("JAVA_HOME", jdk("good", "25.0.3").toString());
    Path limit = Files.writeString(temp.resolve("memory.max"), (600L << 20) + "\n");
    install(Files.readString(SCRIPT).replace("/sys/fs/cgroup/memory.max", limit.toString()));
    assertTrue(run().command().contains("-Dvertikv.memory.bytes=" + (600L << 20)));
    for (String none : List.of("max\n", "9223372036854771712\n")) {
      Files.writeString(limit, none);
      String memory = run().command().stream().filter(word -> word.startsWith("-Dvertikv.memory.bytes=")).findFirst()
          .orElseThrow();
      assertTrue(Long.parseLong(memory.substring(memory.indexOf('=') + 1)) > 700L << 20, memory);
    }
  }

  @Test
  void ownFlagsComeAfterTheLaunchersSoThatTheyWin() throws Exception {
    environment.put("JAVA_HOME", jdk("good", "25.0.3").toString());
    environment.put("VERTIKV_JAVA_OPTS", "-Xmx3g -Dx=y");
    List<String> command = run().command();
    assertTrue(command.indexOf("-Xmx3g") > command.indexOf("-XX:+UseCompactObjectHeaders"), command.toString());
    assertTrue(command.indexOf("-Dx=y") < command.indexOf("io.vertikv.tools.Main"), command.toString());
    environment.put("VERTIKV_GC", "best");
    assertEquals(1, run().status());
  }

  @Test
  void theStartUpCacheIsUsedWhereThereIsOne() throws Exception {
    environment.put("JAVA_HOME", jdk("good", "25.0.3").toString());
    assertFalse(run().out().contains("AOTCache"));
    Files.createFile(root.resolve("lib/vertikv.aot"));
    assertTrue(run().command().contains("-XX:AOTCache=" + root + "/lib/vertikv.aot"));
    environment.put("VERTIKV_AOT", "off");
    assertFalse(run().out().contains("AOTCache"));
  }

  @Test
  void aSourceTreeNeedsMavenAndACompiler() throws Exception {
    Path source = Files.createDirectories(temp.resolve("source/bin"));
    Files.createFile(temp.resolve("source/pom.xml"));
    Path script = Files.copy(root.resolve("bin/vertikv"), source.resolve("vertikv"));
    environment.put("VERTIKV_JAVA_HOME", jdk("runtime only", "25.0.3").toString());
    assertTrue(run(temp, script, "version").err().contains("is no Java 25 or newer with a compiler"));
    environment.put("VERTIKV_JAVA_HOME", jdk("complete", "25.0.3", "java", "javac").toString());
    assertEquals("vertikv: the first start from source needs Maven 3.8 or newer: apt install maven\n",
        run(temp, script, "version").err());
  }

  private Ended run() throws IOException, InterruptedException {
    return run(temp, root.resolve("bin/vertikv"), "version");
  }

  private Ended run(Path folder, Path script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path out = temp.resolve("out.txt");
    Path err = temp.resolve("err.txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
        .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new Ended(status, Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private void install(String script) throws IOException {
    executable(Files.createDirectories(root.resolve("bin")).resolve("vertikv"), script);
  }

  /** A folder that looks like a Java of this version to whoever does not start it. */
  private Path jdk(String name, String version, String... programs) throws IOException {
    Path home = Files.createDirectories(temp.toRealPath().resolve(name));
    Files.createDirectories(home.resolve("bin"));
    for (String program : programs.length == 0 ? new String[]{"java"} : programs)
      executable(home.resolve("bin").resolve(program), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** A PATH with the plain programs of any machine, but without java and mvn. */
  private Path programs() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("programs"));
    for (String program : PROGRAMS) {
      Path real = Files.exists(Path.of("/bin", program)) ? Path.of("/bin", program) : Path.of("/usr/bin", program);
      assumeTrue(Files.exists(real), "no " + program + " on this machine");
      executable(folder.resolve(program), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }
    return folder;
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
