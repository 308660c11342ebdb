package io.vertikv.store.engine.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.EngineStats;
import io.vertikv.store.engine.HealthListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RocksHealthTest {
  private static final long ROOM = RocksHealth.FREE_BYTES_MIN;

  private final List<EngineFailure> failures = new ArrayList<>();
  private long freeBytes = ROOM;
  private final RocksHealth health = new RocksHealth(new HealthListener() {
    @Override
    public void flushed() {}

    @Override
    public void stallChanged(WriteStall stall) {}

    @Override
    public void failed(EngineFailure failure) { failures.add(failure); }
  }, () -> freeBytes);

  private void look(long errors, long freeNow) {
    freeBytes = freeNow;
    health.seen(new EngineStats(0, 0, 0, 0, 0, 0, 0, HealthListener.WriteStall.NONE, 0, 0, 0, errors, 0, 0), 1);
  }

  @Test
  void aFailureInTheBackgroundIsTold() {
    look(0, ROOM);
    look(1, ROOM);
    assertEquals(1, failures.size());
  }

  @Test
  void aFailureOnAFullDiskIsForgivenAndTheNextOneIsNot() {
    look(0, ROOM);
    look(1, ROOM - 1);
    look(2, ROOM);
    assertEquals(List.of(), failures, "the room came back just now");
    look(2, ROOM);
    assertEquals(List.of(), failures);
    look(3, ROOM);
    assertEquals(1, failures.size());
  }
}
