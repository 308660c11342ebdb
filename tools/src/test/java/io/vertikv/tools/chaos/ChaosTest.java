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
 * Three real nodes, Jedis and Lettuce, for most of a minute; {@code vertikv chaos} goes on for as long as it is told to.
 * The seed is fixed, the moments vary anyway.
 */
class ChaosTest {
  private static final long LAST_MILLIS = TimeUnit.SECONDS.toMillis(45);
  private static final long SEED = 3;

  @TempDir
  private Path folder;

  @Test
  @Timeout(300)
  void nothingThatClientsSeeIsWrongWhateverHappensToAMinority() throws Exception {
    try (ClientSessions sessions = new ClientSessions()) {
      LoadPlan load = new LoadPlan(8, 800, WorkloadKind.ALL, 5_000, SEED, folder);
      TrialPlan plan = new TrialPlan(3, Main.class, List.of("--sync", "always"), load, sessions, folder,
          "vertikv chaos --seed " + SEED + " --clients 8 --rate 800");
      assertTrue(ChaosTrial.run(plan, FaultKind.USUAL, LAST_MILLIS,
          new PrintWriter(System.out, true, StandardCharsets.UTF_8)));
    }
  }
}
