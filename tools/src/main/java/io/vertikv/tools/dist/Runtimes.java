package io.vertikv.tools.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Links a Java runtime with just the modules that VertiKV and its libraries use, from the JDK that builds. */
final class Runtimes {
  /** jdk.jcmd, jdk.jfr and the agent are for whoever has to look into a running server. */
  private static final String MODULES = String.join(",", "java.base", "java.instrument", "java.logging",
      "java.management", "java.naming",
      "java.net.http", "java.security.jgss", "java.sql", "java.xml", "jdk.jcmd", "jdk.jfr", "jdk.management",
      "jdk.management.agent",
      "jdk.net", "jdk.unsupported", "jdk.zipfs");

  private Runtimes() {}

  /** False, with the reason said, when this JDK cannot link: then there is no tarball. */
  static boolean link(Path runtime) throws IOException, InterruptedException {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    if (!Files.isExecutable(jlink)) {
      Distribution.say("no tarball: " + jlink + " is missing (a JDK is needed, this is a runtime)");
      return false;
    }
    // Uncompressed: classes load faster, and the tarball is compressed as a whole.
    Commands.Ended ended = Commands.run(runtime.getParent(), Map.of(),
        List.of(jlink.toString(), "--add-modules", MODULES,
            "--no-header-files", "--no-man-pages", "--compress", "zip-0", "--output", runtime.toString()));
    if (ended.status() == 0) return true;
    Distribution.say("no tarball: jlink ended with " + ended.status() + "\n" + ended.output());
    return false;
  }
}
