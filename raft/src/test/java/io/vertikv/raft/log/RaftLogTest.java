package io.vertikv.raft.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.invariant.InvariantBroken;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaftLogTest {
  private final MemoryLog host = new MemoryLog();
  private final RaftLog log = new RaftLog(host, 0, 0);

  private static LogEntry entry(long index, long term) { return new LogEntry(index, term, EntryKind.COMMAND, () -> 8); }

  private AppendAck handOut(long term) {
    log.handOut().forEach(host::put);
    return log.expectAck(term);
  }

  /**
   * The scenario of etcd/raft's asynchronous storage writes: (1, 1) is written, overwritten by (1, 2), written again.
   */
  @Test
  void theAckOfAnOverwrittenAppendVouchesForNothingEvenIfTheSameEntryCameBack() {
    log.append(entry(1, 1));
    AppendAck first = handOut(1);
    log.truncate(1);
    log.append(entry(1, 2));
    AppendAck second = handOut(2);
    log.truncate(1);
    log.append(entry(1, 1));
    AppendAck third = handOut(3);

    assertFalse(log.onAppended(first), "on disk is the first copy, which the second will replace");
    assertEquals(0, log.stableIndex());
    assertFalse(log.onAppended(second));
    assertTrue(log.onAppended(third));
    assertEquals(1, log.stableIndex());
  }

  @Test
  void anAckStillVouchesForWhatATruncationLeft() {
    for (long index = 1; index <= 3; index++) log.append(entry(index, 1));
    AppendAck ack = handOut(1);
    log.truncate(3);
    assertTrue(log.onAppended(ack));
    assertEquals(2, log.stableIndex());
  }

  @Test
  void acksMayBeSkippedRepeatedAndLate() {
    log.append(entry(1, 1));
    AppendAck first = handOut(1);
    log.append(entry(2, 1));
    AppendAck second = handOut(1);
    assertTrue(log.onAppended(second));
    assertEquals(2, log.stableIndex());
    assertFalse(log.onAppended(first));
    assertFalse(log.onAppended(second));
    assertTrue(log.isSettled());
    assertThrows(InvariantBroken.class, () -> log.onAppended(new AppendAck(9, 1, new LogMark(2, 1))));
  }

  @Test
  void onlyWhatIsDurableHereIsGivenToTheStateMachine() {
    log.append(entry(1, 1));
    log.append(entry(2, 1));
    AppendAck ack = handOut(1);
    log.commitTo(2);
    assertFalse(log.hasCommitted());
    log.onAppended(ack);
    assertEquals(new IndexRange(1, 2), log.handOutCommitted());
    assertTrue(log.handOutCommitted().isEmpty());
  }

  @Test
  void committedEntriesCannotBeCutAway() {
    log.append(entry(1, 1));
    log.append(entry(2, 1));
    log.commitTo(1);
    log.truncate(2);
    log.append(entry(2, 2));
    assertThrows(InvariantBroken.class, () -> log.truncate(1));
    assertThrows(InvariantBroken.class, () -> log.commitTo(3));
    assertThrows(InvariantBroken.class, () -> log.append(entry(4, 2)));
  }

  @Test
  void entriesAreReadFromWhereTheyLive() {
    for (long index = 1; index <= 4; index++) log.append(entry(index, 1));
    handOut(1);
    for (long index = 5; index <= 8; index++) log.append(entry(index, 2));
    assertEquals(List.of(1L, 2L, 3L, 4L), indexes(log.read(1, 1 << 20)));
    assertEquals(List.of(5L, 6L, 7L, 8L), indexes(log.read(5, 1 << 20)));
    assertEquals(List.of(5L, 6L), indexes(log.read(5, 80)), "an entry of 8 bytes weighs 40");
    assertEquals(List.of(7L), indexes(log.read(7, 1)), "one entry always fits");
  }

  @Test
  void aHandedOutListIsNotTouchedAgain() {
    log.append(entry(1, 1));
    List<LogEntry> given = log.handOut();
    log.append(entry(2, 1));
    assertEquals(1, given.size());
    assertThrows(UnsupportedOperationException.class, () -> given.add(entry(3, 1)));
  }

  @Test
  void aSnapshotReplacesEverythingAndOldAcksFallSilent() {
    log.append(entry(1, 1));
    AppendAck old = handOut(1);
    log.restore(new LogMark(10, 4));
    assertFalse(log.onAppended(old));
    assertEquals(new LogMark(10, 4), log.lastMark());
    assertEquals(10, log.stableIndex());
    assertTrue(log.matches(new LogMark(10, 4)));
    assertFalse(log.matches(new LogMark(1, 1)), "its term is no longer known");
    log.append(entry(11, 4));
    assertEquals(List.of(11L), log.handOut().stream().map(LogEntry::index).toList());
  }

  @Test
  void aRestoredCommitIndexIsOnlyAHint() {
    MemoryLog found = MemoryLog.ofTerms(new LogMark(5, 1), 2, 2);
    assertEquals(7, new RaftLog(found, 9, 6).commitIndex(), "the log ends earlier than the commit index says");
    assertEquals(6, new RaftLog(found, 3, 6).commitIndex(), "what is applied was committed");
    assertThrows(InvariantBroken.class, () -> new RaftLog(found, 3, 4), "a hole between state and log");
    assertThrows(InvariantBroken.class, () -> new RaftLog(found, 3, 8), "applied what the log does not hold");
  }

  @Test
  void theLaterTermWinsAndThenTheLongerLog() {
    assertTrue(new LogMark(1, 3).isAtLeast(new LogMark(9, 2)));
    assertTrue(new LogMark(9, 2).isAtLeast(new LogMark(9, 2)));
    assertFalse(new LogMark(8, 2).isAtLeast(new LogMark(9, 2)));
  }

  private static List<Long> indexes(EntryRead read) {
    return assertInstanceOf(EntryRead.Available.class, read).entries().stream().map(LogEntry::index).toList();
  }
}
