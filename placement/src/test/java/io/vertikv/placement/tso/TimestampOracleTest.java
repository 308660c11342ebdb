package io.vertikv.placement.tso;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampOracleTest {
  private static final long NOW = 1_700_000_000_000L;

  private static TimestampOracle serving(long limitMillis) {
    TimestampOracle oracle = new TimestampOracle(0);
    oracle.limitDurable(limitMillis);
    return oracle;
  }

  @Test
  void noneIsGivenOutBeforeALimitIsDurable() {
    assertEquals(0, new TimestampOracle(NOW + 5000).next(NOW));
  }

  @Test
  void timestampsRiseWhateverTheClockDoes() {
    TimestampOracle oracle = serving(NOW + 100_000);
    Random random = new Random(3);
    long last = 0;
    for (int i = 0; i < 10_000; i++) {
      long ts = oracle.next(NOW + random.nextInt(2000) - 1000);
      assertTrue(ts > last, "after " + last + " came " + ts);
      last = ts;
    }
  }

  @Test
  void aFullCounterGoesOnIntoTheNextMillisecond() {
    TimestampOracle oracle = serving(NOW + 10);
    long first = oracle.next(NOW);
    long last = first;
    for (int i = 0; i <= Timestamps.LOGICAL_MAX; i++) last = oracle.next(NOW);
    assertEquals(first + Timestamps.LOGICAL_MAX + 1, last);
    assertEquals(NOW + 1, Timestamps.millis(last));
  }

  @Test
  void itWaitsAtTheLimitRatherThanLies() {
    TimestampOracle oracle = serving(NOW);
    assertEquals(0, oracle.next(NOW));
    oracle.limitDurable(NOW + 1);
    assertEquals(Timestamps.of(NOW, 0), oracle.next(NOW));
    assertEquals(0, oracle.next(NOW + 1));
  }

  @Test
  void aSuccessorWithASlowClockStartsAboveAllThatWasGivenOut() {
    TimestampOracle first = serving(NOW + 3000);
    long last = first.next(NOW + 2999);
    TimestampOracle successor = new TimestampOracle(NOW + 3000);
    successor.limitDurable(NOW + 6000);
    assertTrue(successor.next(NOW - 60_000) > last);
  }

  @Test
  void aNewLimitIsAskedForOnceAndInTime() {
    TimestampOracle oracle = new TimestampOracle(0);
    assertEquals(NOW + TimestampOracle.WINDOW_MILLIS, oracle.limitToRequest(NOW));
    assertEquals(0, oracle.limitToRequest(NOW), "one is under way");
    oracle.requestFailed();
    assertEquals(NOW + TimestampOracle.WINDOW_MILLIS, oracle.limitToRequest(NOW));
    oracle.limitDurable(NOW + TimestampOracle.WINDOW_MILLIS);
    assertEquals(0, oracle.limitToRequest(NOW + 1000));
    assertTrue(oracle.limitToRequest(NOW + 2000) > NOW + TimestampOracle.WINDOW_MILLIS);
  }
}
