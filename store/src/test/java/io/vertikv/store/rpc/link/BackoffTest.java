package io.vertikv.store.rpc.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitsDoubleUpToTheLongestAndVaryByHalf() {
    Backoff backoff = new Backoff(50, 800, new SplittableRandom(1));
    for (int round = 0; round < 100; round++) {
      for (long longest : new long[]{50, 100, 200, 400, 800, 800, 800}) {
        long millis = backoff.nextMillis();
        assertTrue(millis >= longest / 2 && millis <= longest, millis + " of " + longest);
      }
      backoff.reset();
    }
    backoff.slowDown();
    assertTrue(backoff.nextMillis() >= 400);
  }
}
