package io.vertikv.tools.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the distribution. Called by the build with: project folder, folder of the jars, version, and whether to make
 * the tarball. A layout is made beside the old one and swapped in by renaming, so that a server that runs from the old
 * one keeps its files. What is only a convenience (start-up cache, tarball) does not fail the build: it says so.
 */
public final class Distribution {
  private static final String LIB = "lib";
  private static final String STAMP = ".built";
  private static final List<String> TEXTS = List.of("LICENSE", "README.md", "CHANGELOG.md");

  private final Path project;
  private final Path jars;
  private final Path target;
  private final String version;

  private Distribution(Path project, Path jars, String version) {
    this.project = project;
    this.jars = jars;
    this.target = project.resolve("tools/target");
    this.version = version;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 4) throw new IllegalArgumentException("expected: PROJECT JARS VERSION TARBALL(true|false)");
    Distribution distribution = new Distribution(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]),
        arguments[2]);
    Path layout = distribution.layOut();
    StartupCache.make(layout, Map.of("VERTIKV_JAVA_HOME", System.getProperty("java.home")));
    Files.createFile(layout.resolve(LIB).resolve(STAMP));
    if (Boolean.parseBoolean(arguments[3])) distribution.pack(layout);
  }

  static void say(String line) { System.out.println("distribution: " + line); }

  private Path layOut() throws IOException {
    Path draft = target.resolve("vertikv-" + version + ".new");
    Path layout = target.resolve("vertikv-" + version);
    Folders.delete(draft);
    Path lib = Files.createDirectories(draft.resolve(LIB));
    try (Stream<Path> all = Files.list(jars)) {
      for (Path jar : all.filter(file -> file.toString().endsWith(".jar")).toList()) Natives.copy(jar, lib);
    }
    Folders.copy(project.resolve("bin"), draft.resolve("bin"));
    Folders.copy(project.resolve("deploy"), draft.resolve("conf"));
    Folders.copy(project.resolve("docs"), draft.resolve("docs"));
    for (String text : TEXTS) Folders.copy(project.resolve(text), draft.resolve(text));
    Folders.delete(layout);
    Files.move(draft, layout);
    return layout;
  }

  private void pack(Path layout) throws IOException, InterruptedException {
    String name = "vertikv-" + version + "-" + Platform.name();
    Path work = target.resolve("distribution");
    Folders.delete(work);
    Path packed = work.resolve(name);
    Folders.copy(layout, packed);
    Files.delete(packed.resolve(LIB).resolve(STAMP));
    Files.deleteIfExists(packed.resolve(LIB).resolve(StartupCache.NAME)); // belongs to the other Java
    if (!Runtimes.link(packed.resolve("runtime"))) return;
    StartupCache.make(packed, Map.of());
    Path archive = target.resolve(name + ".tar.gz");
    Files.deleteIfExists(archive);
    int status = Commands
        .run(work, Map.of(), List.of("tar", "--owner=0", "--group=0", "-czf", archive.toString(), name)).status();
    if (status != 0) throw new IOException("tar ended with " + status);
    Folders.delete(work);
    say(archive.getFileName() + ": " + (Files.size(archive) >> 20) + " MiB");
  }
}
