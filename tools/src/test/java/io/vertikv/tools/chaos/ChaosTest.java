package io.vertikv.tools.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.Main;
import io.vertikv.tools.chaos.fault.FaultKind;
import io.vertikv.tools.chaos.load.LoadPlan;
import io.vertikv.tools.chaos.load.WorkloadKind;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real nodes, Jedis and Lettuce, for two minutes, or as {@code -Dchaos.minutes}, {@code -Dchaos.nodes} and
 * {@code -Dchaos.seed} say. The seed is fixed, the moments vary anyway. {@code vertikv chaos} does the same with clients of its
 * own.
 */
class ChaosTest {
  private static final long LAST_MILLIS = TimeUnit.MINUTES.toMillis(Long.getLong("chaos.minutes", 2));
  private static final int NODES = Integer.getInteger("chaos.nodes", 3);
  private static final long SEED = Long.getLong("chaos.seed", 3);

  @TempDir
  private Path folder;

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void nothingThatClientsSeeIsWrongWhateverHappensToAMinority() throws Exception {
    try (ClientSessions sessions = new ClientSessions()) {
      LoadPlan load = new LoadPlan(8, 800, WorkloadKind.ALL, 5_000, SEED, folder);
      TrialPlan plan = new TrialPlan(NODES, Main.class, List.of("--sync", "always"), load, sessions, folder,
          "vertikv chaos --seed " + SEED + " --clients 8 --rate 800");
      assertTrue(ChaosTrial.run(plan, FaultKind.USUAL, LAST_MILLIS,
          new PrintWriter(System.out, true, StandardCharsets.UTF_8)));
    }
  }
}
