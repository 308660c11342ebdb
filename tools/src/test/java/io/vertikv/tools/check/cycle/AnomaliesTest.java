package io.vertikv.tools.check.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.HistoryRefused;
import io.vertikv.tools.check.Written;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A history for every anomaly, in the notation of {@link Written#transaction}. Each must be called by its name, and break
 * just those levels that forbid it.
 */
class AnomaliesTest {
  private final IsolationChecker checker = new IsolationChecker();

  private Set<String> names(History history) {
    return Set.copyOf(checker.anomalies(history).stream().map(IsolationFinding::name).toList());
  }

  private Set<Level> broken(History history) {
    EnumSet<Level> levels = EnumSet.noneOf(Level.class);
    for (Level level : Level.values()) if (!checker.check(history, level).holds()) levels.add(level);
    return levels;
  }

  private void shows(String anomaly, Set<Level> levels, History history) {
    assertEquals(Set.of(anomaly), names(history));
    assertEquals(levels, broken(history));
  }

  private static final Set<Level> ALL = EnumSet.allOf(Level.class);
  private static final Set<Level> FROM_READ_COMMITTED = EnumSet.range(Level.READ_COMMITTED, Level.STRICT_SERIALIZABLE);
  private static final Set<Level> FROM_SNAPSHOTS = EnumSet.range(Level.SNAPSHOT_ISOLATION, Level.STRICT_SERIALIZABLE);
  private static final Set<Level> SERIALIZABLE = EnumSet.of(Level.SERIALIZABLE, Level.STRICT_SERIALIZABLE);
  private static final Set<Level> WITH_TIME = EnumSet.of(Level.STRONG_SNAPSHOT_ISOLATION, Level.STRICT_SERIALIZABLE);

  @Test
  void goodHistoriesShowNothing() {
    for (History history : List.of(Written.oneByOne("x="), Written.oneByOne("x+1 y+1", "x=1 y=1 x+2", "x=1,2 y=1"),
        Written.overlapping("x+1 y+1", "x= y=", "x=1 y=1"), Written.overlapping("x+1 x=1 x+2 x=1,2", "x=1,2"),
        Written.overlapping("x+1", "x+2", "x=2,1"), Written.oneByOne("!x+1", "x=", "?x+2", "x=", "x=2"),
        new Written().history()))
      assertEquals(List.of(), checker.anomalies(history));
  }

  @Test
  void writesThroughOneAnotherAreG0() {
    shows("G0", ALL, Written.overlapping("x+1 y+1", "x+2 y+2", "x=1,2 y=2,1"));
  }

  @Test
  void readingWhatFailedIsG1a() {
    shows("G1a", FROM_READ_COMMITTED, Written.overlapping("!x+1", "x=1"));
    shows("G1a", FROM_READ_COMMITTED, Written.oneByOne("x+1", "!x+2", "x+3", "x=1,2,3"));
  }

  @Test
  void readingBetweenTwoWritesOfATransactionIsG1b() {
    assertEquals(Set.of("G1b", "G1c", "G-single"), names(Written.overlapping("x+1 x+2 y=9", "x=1 y+9", "x=1,2")));
    History onlyRead = Written.overlapping("x+1 x+2", "x=1", "x=1,2");
    assertTrue(names(onlyRead).contains("G1b"), names(onlyRead)::toString);
    assertEquals(FROM_READ_COMMITTED, broken(onlyRead));
  }

  @Test
  void readingOneAnothersWritesIsG1c() {
    shows("G1c", FROM_READ_COMMITTED, Written.overlapping("x+1 y=2", "y+2 x=1"));
    shows("G1c", FROM_READ_COMMITTED, Written.overlapping("x+1 z=3", "x+2 y+2", "y=2 z+3", "x=1,2"));
  }

  @Test
  void seeingHalfATransactionIsGSingle() {
    shows("G-single", FROM_SNAPSHOTS, Written.overlapping("x+1 y+1", "x=1 y=", "y=1"));
    shows("G-single", FROM_SNAPSHOTS, Written.overlapping("x+1", "x=1 y+1", "y=1 x=", "x=1"));
  }

  @Test
  void halfOfATransactionOfUnknownOutcomeIsGSingleToo() {
    shows("G-single", FROM_SNAPSHOTS, Written.oneByOne("?x+1 y+1", "x=1 y="));
  }

  @Test
  void twoUpdatesOfTheSameVersionAreALostUpdate() {
    shows("lost update", FROM_SNAPSHOTS, Written.overlapping("x= x+1", "x= x+2", "x=1,2"));
    shows("lost update", FROM_SNAPSHOTS, Written.overlapping("x+0", "x=0 x+1", "x=0 x+2", "x=0,2,1"));
    shows("lost update", FROM_SNAPSHOTS, Written.overlapping("x= x+1", "x= x+2", "x= x+3", "x=2,1,3"));
  }

  @Test
  void aLostUpdateIsSeenBeforeAnyoneReadsItsResult() {
    assertTrue(names(Written.overlapping("x= x+1", "x= x+2")).contains("lost update"));
    assertEquals(FROM_SNAPSHOTS, broken(Written.overlapping("x= x+1", "x= x+2")));
  }

  @Test
  void twoReadersWhoDisagreeOnTheOrderOfTwoWritesAreALongFork() {
    shows("long fork", FROM_SNAPSHOTS, Written.overlapping("x+1", "y+1", "x=1 y=", "x= y=1", "x=1 y=1"));
  }

  @Test
  void twoThatMissOneAnotherAreAWriteSkewWhichSnapshotsAllow() {
    shows("write skew", SERIALIZABLE, Written.overlapping("x= y+1", "y= x+1", "x=1 y=1"));
    shows("write skew", SERIALIZABLE, Written.overlapping("x= y= x+1", "x= y= y+1", "x=1 y=1"));
  }

  @Test
  void threeThatMissOneAnotherInACircleAreG2() {
    shows("G2", SERIALIZABLE, Written.overlapping("x= y+1", "y= z+1", "z= x+1", "x=1 y=1 z=1"));
  }

  /** Fekete, O'Neil, O'Neil: "A read-only transaction anomaly under snapshot isolation", 2004. */
  @Test
  void theReadOnlyAnomalyIsG2() {
    shows("G2", SERIALIZABLE, Written.overlapping("x= y= x+1", "y= y+1", "x= y=1", "x=1 y=1"));
  }

  @Test
  void aStaleReadIsAnAnomalyInTimeOnly() {
    shows("G-single-realtime", WITH_TIME, Written.oneByOne("x+1", "x=", "x=1"));
  }

  @Test
  void aLostWriteThatNobodyEverReadIsSeenByTime() {
    shows("G-single-realtime", WITH_TIME, Written.oneByOne("x+1", "x="));
    History history = Written.oneByOne("x+1", "x+2", "x=2");
    assertEquals(Set.of("G0-realtime", "G-single-realtime"), names(history));
    assertEquals(WITH_TIME, broken(history));
  }

  @Test
  void writesInTheWrongOrderOfTimeAreG0InTime() {
    shows("G0-realtime", WITH_TIME, Written.oneByOne("x+1", "x+2", "x=2,1"));
  }

  @Test
  void aReadFromTheFutureIsG1cInTime() {
    shows("G1c-realtime", WITH_TIME, Written.oneByOne("x=1", "x+1"));
  }

  @Test
  void aStaleReadIsSeenAcrossOthersThatAgreeWithTime() {
    History serial = new Written().transaction(0, 1, "x= y+1").transaction(2, 3, "y= z+1").transaction(4, 5, "x+1")
        .transaction(6, 7, "x=1 y=1 z=1").history();
    shows("G-single-realtime", WITH_TIME, serial);
  }

  @Test
  void twoReadingsOfDifferentOrderAreIncompatible() {
    shows("incompatible order", ALL, Written.overlapping("x+1", "x+2", "x=1,2", "x=2"));
  }

  @Test
  void anElementThatNobodyAppendedIsUnwritten() {
    shows("unwritten element", ALL, Written.overlapping("x+1", "x=1,9"));
  }

  @Test
  void anAppendThatIsDoneTwiceIsADuplicate() { shows("duplicate element", ALL, Written.overlapping("?x+1", "x=1,1")); }

  @Test
  void aTransactionSeesItsOwnAppends() {
    shows("internal", FROM_SNAPSHOTS, Written.overlapping("x+1 x=", "x=1"));
    shows("internal", FROM_SNAPSHOTS, Written.overlapping("x+0", "x= x=0"));
    assertEquals(Set.of("internal", "G1b"), names(Written.overlapping("x+1 x+2", "x=2,1")));
    shows("internal", FROM_SNAPSHOTS, Written.overlapping("x=1 x+1", "x=1"));
  }

  @Test
  void commandsOutsideOfTransactionsAreTransactionsOfOneStep() {
    History history = new Written().ok(0, 1, new Action.Append("x", "1"), new Answer.Number(1))
        .ok(2, 3, new Action.ReadList("x"), new Answer.Elements(List.of())).history();
    shows("G-single-realtime", WITH_TIME, history);
  }

  @Test
  void anomaliesInDifferentPlacesAreAllTold() {
    assertEquals(Set.of("write skew", "lost update", "G1a"),
        names(Written.overlapping("a= b+1", "b= a+1", "a=1 b=1", "c= c+1", "c= c+2", "c=1,2", "!d+1", "d=1")));
  }

  @Test
  void theTraceNamesTheTransactionsAndTheReasons() {
    assertEquals("""
                   T1: process 0: ["EXEC",["LRANGE","x"],["RPUSH","y","1"]] -> [[], OK]  (0 to 1000)
                   T2: process 1: ["EXEC",["LRANGE","y"],["RPUSH","x","1"]] -> [[], OK]  (1 to 1001)
                   T1 < T2: T1 read x without 1, which T2 appended (rw)
                   T2 < T1: T2 read y without 1, which T1 appended (rw)
                 """, checker.anomalies(Written.overlapping("x= y+1", "y= x+1", "x=1 y=1")).getFirst().trace());
  }

  @Test
  void elementsMustBeUnique() {
    History history = Written.overlapping("x+1", "x+1");
    assertThrows(HistoryRefused.class, () -> checker.anomalies(history));
  }

  @Test
  void answersMustFitTheSteps() {
    Action action = new Action.Transaction(List.of(new Action.ReadList("x")));
    History none = new Written().ok(0, 1, action, new Answer.Several(List.of())).history();
    History other = new Written().ok(0, 1, action, new Answer.Several(List.of(Answer.NIL))).history();
    assertThrows(HistoryRefused.class, () -> checker.anomalies(none));
    assertThrows(HistoryRefused.class, () -> checker.anomalies(other));
  }

  @Test
  void everyAnomalyBelongsToALevel() {
    assertEquals(EnumSet.allOf(Anomaly.class), Level.STRICT_SERIALIZABLE.forbidden());
    assertEquals(EnumSet.of(Anomaly.WRITE_SKEW, Anomaly.G2), Level.SNAPSHOT_ISOLATION.allowed());
    List<Level> levels = Arrays.asList(Level.values());
    for (int i = 1; i < levels.size(); i++)
      assertTrue(levels.get(i).forbidden().containsAll(levels.get(i - 1).forbidden()));
  }
}
