package io.vertikv.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RaftConfigTest {
  @Test
  void theDefaultsArePinned() {
    assertEquals(new RaftConfig(1000, 100, 100, 1 << 20, 256, 16 << 20, 1 << 16, 64 << 20, 1 << 16, 1 << 12),
        RaftConfig.defaults());
    assertEquals(900_000_000L, RaftConfig.defaults().leaseNanos());
  }

  @Test
  void nonsenseIsRefusedByName() {
    IllegalArgumentException tooShort = assertThrows(IllegalArgumentException.class,
        () -> new RaftConfig(100, 60, 100, 1, 1, 1, 1, 1, 1, 0));
    assertEquals("electionTimeoutMillis must be at least twice heartbeatMillis: 100, 60", tooShort.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new RaftConfig(100, 10, 1000, 1, 1, 1, 1, 1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new RaftConfig(100, 10, 0, 1, 0, 1, 1, 1, 1, 0));
  }

  @Test
  void theUncommittedBytesAreTheSumOfWhatIsNotCommitted() {
    UncommittedBytes bytes = new UncommittedBytes(5);
    for (int i = 0; i < 500; i++) bytes.add(i);
    bytes.committedTo(4);
    assertEquals(499 * 500 / 2, bytes.total());
    bytes.committedTo(5 + 499 - 10);
    assertEquals(10, bytes.count());
    bytes.committedTo(5 + 499);
    assertEquals(0, bytes.total());
    bytes.add(7);
    assertEquals(7, bytes.total());
  }
}
