package io.vertikv.tools.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.Main;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few kills with every build; {@code vertikv crash-test} does a hundred. The seed is fixed, the moments vary anyway. */
class CrashTestTest {
  private static final int KILLS = 4;

  @TempDir
  private Path folder;

  @Test
  void nothingAcknowledgedIsLostWhenEveryWriteIsSynced() throws Exception { check("always", KILLS, 1); }

  @Test
  void aKillOfTheProcessLosesNothingWithoutSyncEither() throws Exception { check("never", 1, 2); }

  private void check(String sync, int kills, long seed) throws Exception {
    CrashPlan plan = new CrashPlan(kills, seed, sync, CrashPlan.CONNECTIONS, 1_500, folder);
    CrashReport report = CrashTest.run(plan, Main.class, new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    assertEquals(List.of(), report.problems(), plan::replay);
    assertEquals(kills, report.kills());
    assertTrue(report.acknowledged() >= 100L * report.rounds(), report::toString);
    assertTrue(report.unknown() > 0, "no kill fell within a pipeline: " + report);
  }
}
