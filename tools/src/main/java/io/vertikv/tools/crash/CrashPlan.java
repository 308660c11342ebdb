package io.vertikv.tools.crash;

import java.nio.file.Path;

/**
 * What a crash test is to do. {@code folder} is for the data and the output of the nodes. The same seed draws the same
 * rounds; where exactly a kill hits is up to the machine.
 */
public record CrashPlan(int kills, long seed, String sync, int connections, int writesMax, Path folder) {
  public static final int CONNECTIONS = 4;
  public static final int WRITES_MAX = 4_000;

  /** The command line that does the same again. */
  String replay() {
    return "vertikv crash-test --kills %d --seed %d --sync %s --connections %d --writes %d".formatted(kills, seed, sync,
        connections, writesMax);
  }
}
