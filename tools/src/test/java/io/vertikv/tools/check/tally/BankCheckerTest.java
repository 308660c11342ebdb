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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Money is neither made nor lost. */
class BankCheckerTest {
  private static final Map<String, Long> START = Map.of("a", 10L, "b", 10L, "c", 10L);
  private static final Action READ = new Action.ReadBalances();
  private static final Action A_TO_B = new Action.Transfer("a", "b", 4);

  private final BankChecker checker = new BankChecker(START, false);
  private final Written written = new Written();

  private static Answer balances(long a, long b, long c) {
    return new Answer.Balances(Map.of("a", a, "b", b, "c", c));
  }

  private List<String> names() {
    return checker.check(written.history()) instanceof Verdict.Broken(List<Finding> findings)
        ? findings.stream().map(Finding::name).toList()
        : List.of();
  }

  @Test
  void balancesFollowTheTransfers() {
    written.ok(1, 2, READ, balances(10, 10, 10)).ok(3, 4, A_TO_B, Answer.DONE).ok(5, 6, READ, balances(6, 14, 10));
    assertEquals(List.of(), names());
  }

  @Test
  void halfATransferIsSeen() {
    written.ok(1, 9, A_TO_B, Answer.DONE).ok(2, 3, READ, balances(6, 10, 10));
    assertEquals(List.of("bank: the total is 26, must be 30"), names());
  }

  @Test
  void aLostTransferIsSeenThoughTheTotalIsRight() {
    written.ok(1, 2, A_TO_B, Answer.DONE).ok(3, 4, READ, balances(10, 10, 10));
    assertEquals(List.of("bank: a has 10, must be from 6 to 6", "bank: b has 10, must be from 14 to 14"), names());
  }

  @Test
  void aTransferDoneTwiceIsSeenThoughTheTotalIsRight() {
    written.unknown(1, A_TO_B).ok(2, 3, READ, balances(6, 14, 10)).ok(4, 5, READ, balances(2, 18, 10));
    assertEquals(List.of("bank: a has 2, must be from 6 to 10", "bank: b has 18, must be from 10 to 14"), names());
  }

  @Test
  void aTransferUnderWayMayShowOrNot() {
    written.ok(1, 9, A_TO_B, Answer.DONE).ok(2, 3, READ, balances(10, 10, 10)).ok(4, 5, READ, balances(6, 14, 10));
    assertEquals(List.of(), names());
  }

  @Test
  void failedAndDeclinedTransfersMoveNothing() {
    written.failed(1, 2, A_TO_B).ok(3, 4, A_TO_B, Answer.NO).ok(5, 6, READ, balances(10, 10, 10));
    assertEquals(List.of(), names());
    written.ok(7, 8, READ, balances(6, 14, 10));
    assertEquals(2, names().size());
  }

  @Test
  void noAccountIsMissingOrNew() {
    written.ok(1, 2, READ, new Answer.Balances(Map.of("a", 20L, "b", 10L)));
    assertEquals(List.of("bank: the accounts are [a, b], must be [a, b, c]"), names());
  }

  @Test
  void aBalanceBelowZeroIsSeenUnlessAllowed() {
    written.ok(1, 2, new Action.Transfer("a", "b", 15), Answer.DONE).ok(3, 4, READ, balances(-5, 25, 10));
    assertEquals(List.of("bank: a has -5, below zero"), names());
    assertTrue(new BankChecker(START, true).check(written.history()).holds());
  }

  @Test
  void unknownAccountsAreRefused() {
    written.ok(1, 2, new Action.Transfer("a", "z", 1), Answer.DONE);
    History history = written.history();
    assertThrows(HistoryRefused.class, () -> checker.check(history));
  }

  private static Action draw(Random random) {
    if (random.nextInt(4) == 0) return READ;
    int from = random.nextInt(3);
    int to = (from + 1 + random.nextInt(2)) % 3;
    return new Action.Transfer("abc".substring(from, from + 1), "abc".substring(to, to + 1), 1 + random.nextInt(5));
  }

  private static History good(long seed, double lossShare) {
    return Overlap.execute(new Random(seed), new PlainStore(START), 6, 1_000, lossShare, BankCheckerTest::draw,
        List.of(READ));
  }

  @Test
  void whatWasExecutedOneByOneHolds() {
    for (long seed = 0; seed < 60; seed++) {
      Verdict verdict = checker.check(good(seed, seed % 4 * 0.1));
      assertTrue(verdict.holds(), "seed " + seed + ": " + verdict);
    }
  }

  @Test
  void aReadingThatIsCorruptedIsFound() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      List<Operation> operations = new ArrayList<>(good(seed, 0.1).operations());
      int at = random.nextInt(operations.size());
      while (!operations.get(at).isOk() || !operations.get(at).action().equals(READ)) at = (at + 1) % operations.size();
      Operation before = operations.get(at);
      Answer wrong = corrupted((Answer.Balances) before.answer(), random);
      operations.set(at,
          new Operation(before.process(), READ, new Outcome.Ok(wrong), before.invoked(), before.completed()));
      assertInstanceOf(Verdict.Broken.class, checker.check(new History(operations)), "seed " + seed + " at " + at);
    }
  }

  private static Answer corrupted(Answer.Balances good, Random random) {
    Map<String, Long> accounts = new HashMap<>(good.accounts());
    String account = "abc".substring(random.nextInt(3)).substring(0, 1);
    if (random.nextInt(4) == 0) accounts.remove(account);
    else accounts.merge(account, random.nextBoolean() ? 1L : -1L, Long::sum);
    return new Answer.Balances(accounts);
  }

  @Test
  void aTransferThatIsForgottenIsFoundAtTheEnd() {
    for (long seed = 0; seed < 60; seed++) {
      List<Operation> operations = new ArrayList<>(good(seed, 0).operations());
      int at = new Random(seed).nextInt(operations.size());
      while (!operations.get(at).answer().equals(Answer.DONE)) at = (at + 1) % operations.size();
      operations.remove(at);
      assertInstanceOf(Verdict.Broken.class, checker.check(new History(operations)), "seed " + seed + " at " + at);
    }
  }
}
