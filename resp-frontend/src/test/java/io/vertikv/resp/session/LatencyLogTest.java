package io.vertikv.resp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.session.LatencyLog.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyLogTest {
  private final LatencyLog log = new LatencyLog();

  @Test
  void recordsNothingWhileItIsOff() {
    log.add("command", 1, 1000);
    assertEquals(Map.of(), log.events());
  }

  @Test
  void keepsTheSlowestOfEachSecondFromTheThresholdOn() {
    log.record(10);
    log.add("command", 1, 9);
    log.add("command", 1, 30);
    log.add("command", 1, 20);
    log.add("command", 2, 10);
    log.add("fast-command", 2, 11);
    assertEquals(List.of(new Sample(1, 30), new Sample(2, 10)), log.events().get("command").samples());
    assertEquals(30, log.events().get("command").maxMillis());
    assertTrue(log.forget("command"));
    assertFalse(log.forget("command"));
    assertEquals(1, log.events().size());
  }

  @Test
  void forgetsTheOldestBeyondItsSize() {
    log.record(1);
    for (int second = 0; second < 200; second++) log.add("command", second, 500 - second);
    List<Sample> samples = log.events().get("command").samples();
    assertEquals(160, samples.size());
    assertEquals(new Sample(40, 460), samples.getFirst());
    assertEquals(500, log.events().get("command").maxMillis());
  }
}
