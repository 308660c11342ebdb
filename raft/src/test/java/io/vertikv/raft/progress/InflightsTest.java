package io.vertikv.raft.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class InflightsTest {
  private static final int COUNT_MAX = 40;
  private static final int BYTES_MAX = 500;

  @Test
  void theRingAgreesWithAQueueThatForgetsNothing() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    for (int round = 0; round < 200; round++) {
      Inflights ring = new Inflights(COUNT_MAX, BYTES_MAX);
      ArrayDeque<long[]> twin = new ArrayDeque<>();
      long index = 0;
      for (int step = 0; step < 200; step++) {
        if (random.nextInt(3) > 0 && !ring.isFull()) {
          long bytes = random.nextInt(20);
          ring.add(++index, bytes);
          twin.addLast(new long[]{index, bytes});
        } else {
          long freed = index - random.nextInt(30);
          ring.freeTo(freed);
          twin.removeIf(sent -> sent[0] <= freed);
        }
        long bytes = twin.stream().mapToLong(sent -> sent[1]).sum();
        assertEquals(twin.size(), ring.count());
        assertEquals(bytes, ring.bytes());
        assertEquals(twin.size() >= COUNT_MAX || bytes >= BYTES_MAX, ring.isFull());
      }
    }
  }
}
