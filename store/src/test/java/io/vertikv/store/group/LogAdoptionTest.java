package io.vertikv.store.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.RaftLogConfig;
import io.vertikv.store.raftlog.StoredEntry;
import io.vertikv.store.raftlog.StoredMark;
import io.vertikv.store.raftlog.StoredState;
import io.vertikv.store.raftlog.sim.SimLogDevice;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogAdoptionTest {
  private final RaftLog log = RaftLog.open(new SimLogDevice(new SplittableRandom(1)),
      new RaftLogConfig(4096, 4096, 1000, 2, 4096));

  LogAdoptionTest() throws IOException {
    List<StoredEntry> entries = List.of(new StoredEntry(1, 1, (byte) 1, Bytes.EMPTY),
        new StoredEntry(2, 2, (byte) 1, Bytes.EMPTY), new StoredEntry(3, 2, (byte) 1, Bytes.EMPTY));
    log.write(List.of(new LogOperation.Append(5, Optional.of(new StoredState(3, 9, 1)), entries)));
  }

  @Test
  void aLogThatHoldsWhatTheEngineHasAppliedStays() {
    assertFalse(LogAdoption.adopt(log, 5, 2, 2));
    assertFalse(LogAdoption.adopt(log, 5, 0, 0));
    assertEquals(3, log.group(5).lastIndex());
  }

  @Test
  void anEngineThatIsAheadResetsTheLogBehindIt() {
    assertTrue(LogAdoption.adopt(log, 5, 8, 3));
    assertEquals(new StoredMark(8, 3), log.group(5).mark());
    assertEquals(new StoredState(3, 9, 8), log.group(5).state(), "the vote of the term still counts");
  }

  @Test
  void aLogThatContradictsTheEngineIsReset() {
    assertTrue(LogAdoption.adopt(log, 5, 2, 4));
    assertEquals(new StoredMark(2, 4), log.group(5).mark());
    assertEquals(2, log.group(5).lastIndex());
    assertEquals(new StoredState(4, 0, 2), log.group(5).state(), "a newer term has no vote yet");
  }
}
