package io.vertikv.resp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.resp.session.RespConfig.Limits;
import org.junit.jupiter.api.Test;

class RespConfigTest {
  @Test
  void theDefaultsAreThese() {
    assertEquals(
        new RespConfig("127.0.0.1", 6379, 511, 16, "", 0, 10_000, 10_000, new Limits(10_000, 16_777_216, 1_048_576,
            65_536, 67_108_864, 67_108_864, 4096, 65_536, 1_048_576, 268_435_456)),
        RespConfig.defaults());
  }

  private static void refused(String text, Runnable building) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, building::run).getMessage());
  }

  @Test
  void nonsenseIsRefusedWithTheNameTheValueAndTheRange() {
    RespConfig d = RespConfig.defaults();
    refused("host is empty", () -> d.listeningOn("", 1));
    refused("port is 65536, not 0 to 65535", () -> d.listeningOn("localhost", 65_536));
    refused("idleSeconds is -1, less than 0", () -> d.withIdleSeconds(-1));
    refused("databases is 0, not 1 to 65536",
        () -> new RespConfig("localhost", 1, 1, 0, "", 0, 0, 0, Limits.defaults()));
    refused("requestBytesMax is 1024, less than 2048",
        () -> new Limits(1, 2048, 16, 64, 1024, 1024, 1, 1024, 1024, 1024));
    refused("outputBytesMax is 1023, less than 1024",
        () -> new Limits(1, 1024, 16, 64, 1024, 1024, 1, 1024, 1024, 1023));
    refused("connectionsMax is 0, less than 1",
        () -> new Limits(0, 1024, 16, 64, 1024, 1024, 1, 1024, 1024, 1024));
  }
}
