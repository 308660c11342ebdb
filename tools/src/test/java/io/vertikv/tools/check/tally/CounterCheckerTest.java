package io.vertikv.tools.check.tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.Finding;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.HistoryRefused;
import io.vertikv.tools.check.Operation;
import io.vertikv.tools.check.Outcome;
import io.vertikv.tools.check.Overlap;
import io.vertikv.tools.check.PlainStore;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.Written;
import io.vertikv.tools.check.linear.LinearizabilityChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Every increment once. */
class CounterCheckerTest {
  private static final Action INCR = new Action.Increment("c", 1);
  private static final Action GET = new Action.Get("c");

  private final CounterChecker checker = new CounterChecker();
  private final Written written = new Written();

  private static Answer number(long value) { return new Answer.Number(value); }

  private List<String> names() {
    return checker.check(written.history()) instanceof Verdict.Broken(List<Finding> findings)
        ? findings.stream().map(Finding::name).toList()
        : List.of();
  }

  @Test
  void incrementsInOrderHold() {
    written.ok(1, 2, GET, Answer.NIL).ok(3, 4, INCR, number(1)).ok(5, 8, INCR, number(3)).ok(6, 7, INCR, number(2))
        .ok(9, 10, GET, new Answer.Text("3"));
    assertEquals(List.of(), names());
  }

  @Test
  void theSameNumberTwiceIsALostIncrement() {
    written.ok(1, 4, INCR, number(1)).ok(2, 3, INCR, number(1));
    assertEquals(List.of("counter c: two increments made 1"), names());
  }

  @Test
  void aNumberTooHighIsAnIncrementDoneTwice() {
    written.ok(1, 2, INCR, number(1)).ok(3, 4, INCR, number(3));
    assertEquals(List.of("counter c: 1 increments too many; 0 of unknown outcome can account for others up to this"),
        names());
  }

  @Test
  void aFailedIncrementAccountsForNothing() {
    written.failed(1, 2, INCR).ok(3, 4, INCR, number(2));
    assertEquals(1, names().size());
  }

  @Test
  void anIncrementOfUnknownOutcomeAccountsForOne() {
    written.unknown(1, INCR).ok(2, 3, INCR, number(2)).ok(4, 5, GET, new Answer.Text("2"));
    assertEquals(List.of(), names());
    written.ok(6, 7, INCR, number(4));
    assertEquals(List.of("counter c: 1 increments too many; 1 of unknown outcome can account for others up to this"),
        names());
  }

  @Test
  void anIncrementOfUnknownOutcomeDoesNotAccountForWhatWasSeenBefore() {
    written.ok(1, 2, INCR, number(2)).unknown(3, INCR);
    assertEquals(1, names().size());
  }

  @Test
  void aReadingMayShowAnIncrementOfUnknownOutcome() {
    written.unknown(1, INCR).ok(2, 3, GET, new Answer.Text("1")).ok(4, 5, GET, new Answer.Text("1")).ok(6, 7, INCR,
        number(2));
    assertEquals(List.of(), names());
  }

  @Test
  void theCounterDoesNotGoBack() {
    written.ok(1, 2, INCR, number(1)).ok(3, 4, GET, Answer.NIL);
    assertEquals(List.of("counter c: went back from 1 to 0"), names());
    written.ok(5, 6, INCR, number(2)).ok(7, 8, GET, new Answer.Text("2"));
    assertEquals(1, names().size());
  }

  @Test
  void incrementsKeepTheOrderOfTime() {
    written.ok(1, 2, INCR, number(2)).ok(3, 4, INCR, number(1));
    assertTrue(names().contains("counter c: went back from 2 to 1"), names()::toString);
  }

  @Test
  void whatWasReadIsNotMadeLater() {
    written.ok(1, 2, GET, new Answer.Text("1")).ok(3, 4, INCR, number(1));
    assertEquals(List.of("counter c: went back from 1 to 1"), names());
  }

  @Test
  void anIncrementMakesOneAtLeast() {
    written.ok(1, 2, INCR, number(0));
    assertEquals(List.of("counter c: an increment made 0"), names());
  }

  @Test
  void otherOperationsOnACounterAreRefused() {
    written.ok(1, 2, INCR, number(1)).ok(3, 4, new Action.Increment("c", 2), number(3));
    History history = written.history();
    assertThrows(HistoryRefused.class, () -> checker.check(history));
    History deleted = new Written().ok(1, 2, INCR, number(1)).unknown(3, new Action.Delete("c")).history();
    assertThrows(HistoryRefused.class, () -> checker.check(deleted));
  }

  @Test
  void keysThatAreNotIncrementedAreLeft() {
    written.ok(1, 2, new Action.Get("other"), new Answer.Text("word")).ok(3, 4, INCR, number(1));
    assertEquals(List.of(), names());
  }

  private static History good(long seed, int operations, double lossShare) {
    return Overlap.execute(new Random(seed), new PlainStore(), 10, operations, lossShare,
        random -> random.nextInt(4) == 0 ? GET : INCR, List.of(GET));
  }

  @Test
  void whatWasExecutedOneByOneHolds() {
    for (long seed = 0; seed < 100; seed++) {
      Verdict verdict = checker.check(good(seed, 1_000, seed % 4 * 0.1));
      assertTrue(verdict.holds(), "seed " + seed + ": " + verdict);
    }
  }

  @Test
  void aHundredThousandOperationsAreNotTooMany() {
    History history = good(1, 100_000, 0.01);
    assertTrue(Assertions.assertTimeout(Duration.ofSeconds(20), () -> checker.check(history)).holds());
  }

  @Test
  void anIncrementThatIsLostOrDoneTwiceIsFound() {
    for (long seed = 0; seed < 100; seed++) {
      int lost = 100 + new Random(seed).nextInt(300);
      List<Operation> operations = new ArrayList<>();
      for (Operation operation : good(seed, 1_000, 0).operations())
        operations.add(later(operation, lost, seed % 2 * 2 - 1));
      assertInstanceOf(Verdict.Broken.class, checker.check(new History(operations)), "seed " + seed + " at " + lost);
    }
  }

  /** As if the counter had jumped when it came to a number. */
  private static Operation later(Operation operation, long from, long by) {
    if (!operation.isOk()) return operation;
    Answer answer = switch (operation.answer()) {
      case Answer.Number(long value) when value >= from -> number(value + by);
      case Answer.Text(String value) when Long.parseLong(value) >= from ->
        new Answer.Text("" + (Long.parseLong(value) + by));
      case Answer same -> same;
    };
    return new Operation(operation.process(), operation.action(), new Outcome.Ok(answer), operation.invoked(),
        operation.completed());
  }

  @Test
  void smallCountersAreJudgedAsByTheSearchForAnOrder() {
    LinearizabilityChecker search = new LinearizabilityChecker();
    int holding = 0;
    for (long seed = 0; seed < 8_000; seed++) {
      History history = small(new Random(seed));
      boolean expected = search.check(history).holds();
      assertEquals(expected, checker.check(history).holds(), "seed " + seed + ": " + history.operations());
      if (expected) holding++;
    }
    assertTrue(holding > 800 && holding < 7_200, holding + " hold");
  }

  private static History small(Random random) {
    int count = 2 + random.nextInt(5);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < 2 * count; i++) places.add(i);
    Collections.shuffle(places, random);
    List<Operation> operations = new ArrayList<>();
    int value = 0;
    for (int i = 0; i < count; i++) {
      int one = places.get(2 * i);
      int other = places.get(2 * i + 1);
      boolean read = random.nextInt(3) == 0;
      value += random.nextInt(8) == 0 ? 2 : read ? 0 : 1;
      Outcome outcome = random.nextInt(3) == 0
          ? Outcome.UNKNOWN
          : new Outcome.Ok(read && value == 0 ? Answer.NIL : read ? new Answer.Text("" + value) : number(value));
      operations.add(new Operation(i, read ? GET : INCR, outcome, Math.min(one, other), Math.max(one, other)));
    }
    return new History(operations.stream().anyMatch(o -> o.action().equals(INCR)) ? operations : List.of());
  }
}
