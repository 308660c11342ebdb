package io.vertikv.tools.check.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.HistoryRefused;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.Written;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories by hand: each kind of key, good ones and bad ones. */
class LinearizabilityCheckerTest {
  private static final Action GET = new Action.Get("x");
  private static final Action SET_1 = new Action.Set("x", "1");
  private static final Action SET_2 = new Action.Set("x", "2");
  private static final Action INCR = new Action.Increment("x", 1);
  private static final Action DEL = new Action.Delete("x");
  private static final Action SETNX = new Action.SetIfAbsent("x", "n");
  private static final Action PUSH_A = new Action.Append("x", "a");
  private static final Action PUSH_B = new Action.Append("x", "b");
  private static final Action RANGE = new Action.ReadList("x");
  private static final Action ADD_A = new Action.Add("x", "a");
  private static final Action ADD_B = new Action.Add("x", "b");
  private static final Action MEMBERS = new Action.ReadSet("x");
  private static final Answer OK = Answer.DONE;
  private static final Answer NIL = Answer.NIL;

  private final LinearizabilityChecker checker = new LinearizabilityChecker();
  private final Written written = new Written();

  private void holds() { assertEquals(new Verdict.Holds(), checker.check(written.history())); }

  private void broken() { assertInstanceOf(Verdict.Broken.class, checker.check(written.history())); }

  private static Answer text(String value) { return new Answer.Text(value); }

  private static Answer number(long value) { return new Answer.Number(value); }

  private static Answer elements(String... values) { return new Answer.Elements(List.of(values)); }

  @Test
  void anEmptyHistoryHolds() { holds(); }

  @Test
  void aReadSeesTheLastWrite() {
    written.ok(1, 2, SET_1, OK).ok(3, 4, GET, text("1"));
    holds();
  }

  @Test
  void aStaleReadIsSeen() {
    written.ok(1, 2, SET_1, OK).ok(3, 4, SET_2, OK).ok(5, 6, GET, text("1"));
    broken();
  }

  @Test
  void aLostWriteIsSeen() {
    written.ok(1, 2, SET_1, OK).ok(3, 4, GET, NIL);
    broken();
  }

  @Test
  void aValueThatNobodyWroteIsSeen() {
    written.ok(1, 2, SET_1, OK).ok(3, 4, GET, text("7"));
    broken();
  }

  @Test
  void aReadDuringAWriteMaySeeEither() {
    written.ok(1, 9, SET_1, OK).ok(2, 3, GET, NIL).ok(4, 5, GET, text("1"));
    holds();
  }

  @Test
  void readsDoNotGoBackDuringAWrite() {
    written.ok(1, 9, SET_1, OK).ok(2, 3, GET, text("1")).ok(4, 5, GET, NIL);
    broken();
  }

  @Test
  void aWriteOfUnknownOutcomeMayComeLate() {
    written.unknown(1, SET_1).ok(2, 3, SET_2, OK).ok(4, 5, GET, text("2")).ok(6, 7, GET, text("1"));
    holds();
  }

  @Test
  void aWriteOfUnknownOutcomeMayNeverCome() {
    written.unknown(1, SET_1).ok(2, 3, GET, NIL);
    holds();
  }

  @Test
  void aWriteOfUnknownOutcomeComesOnceAtMost() {
    written.unknown(1, SET_1).ok(2, 3, GET, text("1")).ok(4, 5, SET_2, OK).ok(6, 7, GET, text("1"));
    broken();
  }

  @Test
  void aWriteOfUnknownOutcomeDoesNotComeBeforeItsInvocation() {
    written.ok(1, 2, GET, text("1")).unknown(3, SET_1);
    broken();
  }

  @Test
  void aFailedWriteIsNeverSeen() {
    written.failed(1, 2, SET_1).ok(3, 4, GET, text("1"));
    broken();
  }

  @Test
  void aReadOfUnknownOutcomeSaysNothing() {
    written.ok(1, 2, SET_1, OK).unknown(3, GET).ok(4, 5, GET, text("1"));
    holds();
  }

  @Test
  void onlyOneSetIfAbsentWins() {
    written.ok(1, 9, SETNX, Answer.YES).ok(2, 10, SETNX, Answer.NO).ok(11, 12, GET, text("n"));
    holds();
    written.ok(13, 14, SETNX, Answer.YES);
    broken();
  }

  @Test
  void aDeletionMakesRoomForTheNextSetIfAbsent() {
    written.ok(1, 2, SETNX, Answer.YES).ok(3, 4, DEL, Answer.YES).ok(5, 6, SETNX, Answer.YES).ok(7, 8, DEL, Answer.YES);
    holds();
    written.ok(9, 10, DEL, Answer.YES);
    broken();
  }

  @Test
  void getSetAnswersWhatWasThere() {
    written.ok(1, 2, SET_1, OK).ok(3, 4, new Action.GetSet("x", "3"), text("1")).ok(5, 6, GET, text("3"));
    holds();
    written.ok(7, 8, new Action.GetSet("x", "4"), text("1"));
    broken();
  }

  @Test
  void anIncrementIsAppliedOnce() {
    written.ok(1, 2, INCR, number(1)).ok(3, 4, INCR, number(2)).ok(5, 6, GET, text("2"));
    holds();
    written.ok(7, 8, INCR, number(4));
    broken();
  }

  @Test
  void twoIncrementsDoNotAnswerTheSame() {
    written.ok(1, 8, INCR, number(1)).ok(2, 9, INCR, number(1));
    broken();
  }

  @Test
  void aGapInACounterNeedsAnIncrementOfUnknownOutcome() {
    written.unknown(1, INCR).ok(2, 3, INCR, number(2)).ok(4, 5, GET, text("2"));
    holds();
    written.ok(6, 7, INCR, number(4));
    broken();
  }

  @Test
  void anIncrementIsNotDoneOnAText() {
    written.ok(1, 2, new Action.Set("x", "word"), OK).unknown(3, INCR).ok(4, 5, GET, text("word"));
    holds();
    written.ok(6, 7, INCR, number(1));
    broken();
  }

  @Test
  void aListKeepsTheOrderOfItsAppends() {
    written.ok(1, 8, PUSH_A, number(2)).ok(2, 9, PUSH_B, number(1)).ok(10, 11, RANGE, elements("b", "a"));
    holds();
    written.ok(12, 13, RANGE, elements("a", "b"));
    broken();
  }

  @Test
  void aListRespectsTime() {
    written.ok(1, 2, PUSH_A, OK).ok(3, 4, PUSH_B, OK).ok(5, 6, RANGE, elements("b", "a"));
    broken();
  }

  @Test
  void anAppendIsNotLost() {
    written.ok(1, 2, PUSH_A, number(1)).ok(3, 4, RANGE, elements());
    broken();
  }

  @Test
  void anAppendIsNotDoneTwice() {
    written.unknown(1, PUSH_A).ok(2, 3, RANGE, elements("a")).ok(4, 5, RANGE, elements("a", "a"));
    broken();
  }

  @Test
  void aDeletedListStartsAnew() {
    written.ok(1, 2, PUSH_A, number(1)).ok(3, 4, DEL, Answer.YES).ok(5, 6, PUSH_B, number(1)).ok(7, 8, RANGE,
        elements("b"));
    holds();
    written.ok(9, 10, RANGE, elements("a", "b"));
    broken();
  }

  @Test
  void aSetHasWhatWasAddedInAnyOrder() {
    written.ok(1, 2, ADD_A, Answer.YES).ok(3, 4, ADD_B, Answer.YES).ok(5, 6, MEMBERS, elements("b", "a"));
    holds();
    written.ok(7, 8, MEMBERS, elements("a"));
    broken();
  }

  @Test
  void aSetHoldsNothingTwice() {
    written.ok(1, 2, ADD_A, Answer.YES).ok(3, 4, MEMBERS, elements("a", "a"));
    broken();
  }

  @Test
  void aSetTellsWhetherAnElementIsNew() {
    written.ok(1, 2, ADD_A, Answer.YES).ok(3, 4, ADD_A, Answer.NO).ok(5, 6, DEL, Answer.YES).ok(7, 8, ADD_A,
        Answer.YES);
    holds();
    written.ok(9, 10, ADD_A, Answer.YES);
    broken();
  }

  @Test
  void aSetDoesNotHoldWhatWasNeverAdded() {
    written.ok(1, 2, ADD_A, Answer.YES).ok(3, 4, MEMBERS, elements("a", "ghost"));
    broken();
  }

  @Test
  void eventsAtTheSamePlaceAreConcurrent() {
    written.ok(1, 2, SET_1, OK).ok(2, 3, GET, NIL);
    holds();
    written.ok(4, 5, GET, NIL);
    broken();
  }

  @Test
  void keysAreCheckedEachForItself() {
    written.ok(1, 2, SET_1, OK).ok(3, 4, new Action.Get("y"), NIL).ok(5, 6, new Action.Append("z", "1"), OK);
    holds();
    written.ok(7, 8, new Action.ReadList("z"), elements());
    Verdict.Broken verdict = assertInstanceOf(Verdict.Broken.class, checker.check(written.history()));
    assertEquals(List.of("not linearizable: z"), verdict.findings().stream().map(finding -> finding.name()).toList());
  }

  @Test
  void aKeyOfTwoTypesIsRefused() {
    written.ok(1, 2, SET_1, OK).ok(3, 4, PUSH_A, OK);
    History history = written.history();
    assertThrows(HistoryRefused.class, () -> checker.check(history));
  }

  @Test
  void theTraceShowsWhatCanBeExplainedAndWhatDoesNotFit() {
    written.ok(1, 2, SET_1, OK).ok(3, 6, SET_2, OK).ok(4, 8, GET, text("1")).ok(9, 10, GET, text("1")).ok(11, 12, SET_2,
        OK);
    Verdict.Broken verdict = assertInstanceOf(Verdict.Broken.class, checker.check(written.history()));
    assertEquals("""
                 not linearizable: x
                   explained in this order: 3 of 5 operations:
                     process 0: ["SET","x","1"] -> OK  (1 to 2)
                     process 2: ["GET","x"] -> "1"  (4 to 8)
                     process 1: ["SET","x","2"] -> OK  (3 to 6)
                   then the state is "2"
                   and this does not fit, wherever it is placed:
                     process 3: ["GET","x"] -> "1"  (9 to 10), here it would be "2"
                 """, verdict.findings().getFirst().toString());
  }

  @Test
  void aSearchThatIsTooLongIsNeitherAYesNorANo() {
    for (int i = 0; i < 14; i++) written.ok(i, 100 + i, new Action.GetSet("x", "" + i), OK);
    written.ok(200, 201, GET, text("none"));
    Verdict verdict = new LinearizabilityChecker(10_000).check(written.history());
    assertEquals(new Verdict.Undecided("keys [x]"), verdict);
    assertTrue(!verdict.holds());
    written.ok(300, 301, new Action.Append("y", "1"), OK).ok(302, 303, new Action.ReadList("y"), elements());
    assertInstanceOf(Verdict.Broken.class, new LinearizabilityChecker(10_000).check(written.history()));
  }

  @Test
  void manyOperationsOfUnknownOutcomeDoNotMakeTheSearchLong() {
    for (int i = 0; i < 300; i++)
      written.unknown(i, INCR).unknown(1_000 + i, new Action.Set("y", "v" + i))
          .unknown(2_000 + i, new Action.Add("z", "e" + i));
    written.ok(5_000, 5_001, GET, text("200")).ok(5_002, 5_003, new Action.Get("y"), text("v7"))
        .ok(5_004, 5_005, new Action.ReadSet("z"), elements("e1"));
    holds();
    written.ok(5_006, 5_007, GET, text("301"));
    broken();
    written.ok(5_008, 5_009, new Action.Get("y"), NIL);
    Verdict.Broken verdict = assertInstanceOf(Verdict.Broken.class, checker.check(written.history()));
    assertEquals(2, verdict.findings().size());
  }
}
