package io.vertikv.tools.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.HashMap;

/**
 * Java's ahead-of-time cache: classes loaded and linked, and profiles, from one exercise of a node. It halves the time
 * to start. It is valid for the Java and the jars that it was made with; where it does not fit, Java ignores it.
 */
final class StartupCache {
  static final String NAME = "vertikv.aot";
  private static final String DRAFT = NAME + ".new";

  private StartupCache() {}

  /** Runs the layout's own launcher, so that flags and class path are those of every later start. */
  static void make(Path layout, Map<String, String> environment) throws IOException, InterruptedException {
    Path lib = layout.resolve("lib");
    Map<String, String> all = new HashMap<>(environment);
    all.put("VERTIKV_AOT", "off");
    all.put("VERTIKV_MEMORY", "1g"); // the cache does not depend on it, and a build machine may be busy
    all.put("VERTIKV_JAVA_OPTS", "-XX:AOTCacheOutput=" + DRAFT); // relative: the path may have spaces
    Commands.Ended ended = Commands.run(lib, all, List.of(layout.resolve("bin/vertikv").toString(), "warm-up"));
    Path draft = lib.resolve(DRAFT);
    if (ended.status() == 0 && Files.isRegularFile(draft)) {
      Files.move(draft, lib.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
      Distribution.say(layout.getFileName() + ": start-up cache of " + (Files.size(lib.resolve(NAME)) >> 20) + " MiB");
    } else {
      Files.deleteIfExists(draft);
      Distribution.say(
          "NO START-UP CACHE for " + layout + ": starts will take about twice as long. The warm-up ended with "
              + ended.status() + " and said:\n" + ended.output());
    }
  }
}
