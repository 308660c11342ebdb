package io.vertikv.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OpenScheduleTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void connectionsTakeTurns() {
    assertEquals(100, new OpenSchedule(100, 1000, 0, 4).dueNanos(0));
    assertEquals(100 + 3_000_000, new OpenSchedule(100, 1000, 3, 4).dueNanos(0));
    assertEquals(100 + 4_000_000, new OpenSchedule(100, 1000, 0, 4).dueNanos(1));
  }

  @Test
  void nothingIsDueBeforeTheStartAndTheFirstIsDueAtIt() {
    OpenSchedule schedule = new OpenSchedule(5000, 1000, 0, 1);
    assertEquals(0, schedule.dueBy(4999));
    assertEquals(1, schedule.dueBy(5000));
  }

  @Test
  void aSecondHoldsExactlyTheRate() {
    for (long rate : new long[]{1, 3, 7, 999, 123_457, OpenSchedule.RATE_MAX}) {
      long due = 0;
      for (int lane = 0; lane < 3; lane++) due += new OpenSchedule(0, rate, lane, 3).dueBy(10 * SECOND - 1);
      assertEquals(10 * rate, due, "rate " + rate);
    }
  }

  @Test
  void whatIsDueIsWhatHasItsTimeBehindIt() {
    for (long seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int lanes = random.nextInt(1, 600);
      OpenSchedule schedule = new OpenSchedule(random.nextLong(-SECOND, SECOND), random.nextLong(1, 1_000_000),
          random.nextInt(lanes), lanes);
      long now = schedule.startNanos() + random.nextLong(100_000 * SECOND);
      long due = schedule.dueBy(now);
      assertTrue(due == 0 || schedule.dueNanos(due - 1) <= now, "seed " + seed);
      assertTrue(schedule.dueNanos(due) > now, "seed " + seed);
    }
  }
}
