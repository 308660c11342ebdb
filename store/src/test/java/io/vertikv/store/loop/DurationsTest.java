package io.vertikv.store.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationsTest {
  private final Durations durations = new Durations();

  @Test
  void everyDurationFallsIntoTheFirstBucketThatHoldsIt() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long nanos = i < 5000 ? i : random.nextLong() >>> 1 + random.nextInt(62);
      Durations one = new Durations();
      one.record(nanos);
      int bucket = 0;
      while (one.count(bucket) == 0) bucket++;
      assertTrue(nanos <= Durations.upperNanos(bucket), nanos + " in bucket " + bucket);
      assertTrue(bucket == 0 || nanos > Durations.upperNanos(bucket - 1), nanos + " in bucket " + bucket);
    }
  }

  @Test
  void whatTookSoLongTogetherKeepsItsSum() {
    durations.recordAll(10_001, 10);
    assertEquals(10, durations.count());
    assertEquals(10_001, durations.sumNanos());
    durations.recordAll(0, 0);
    assertEquals(10, durations.count());
  }

  @Test
  void aClockThatWentBackCountsAsNothing() {
    durations.record(-5);
    assertEquals(1, durations.count(0));
    assertEquals(0, durations.sumNanos());
  }

  @Test
  void partsOfSeveralThreadsAddUp() {
    Durations other = new Durations();
    durations.record(1_000, 3);
    other.record(5_000_000);
    durations.add(other);
    assertEquals(4, durations.count());
    assertEquals(5_003_000, durations.sumNanos());
  }
}
