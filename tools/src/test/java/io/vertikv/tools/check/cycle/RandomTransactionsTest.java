package io.vertikv.tools.check.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Operation;
import io.vertikv.tools.check.Outcome;
import io.vertikv.tools.check.Overlap;
import io.vertikv.tools.check.PlainStore;
import io.vertikv.tools.check.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Large histories by chance, good and corrupted. A message starts with the seed that makes its history again. */
class RandomTransactionsTest {
  private static final int APPENDS_PER_LIST = 64;
  /** It takes a tenth of this at most on an idle machine. */
  private static final Duration LONG = Duration.ofSeconds(15);

  private final IsolationChecker checker = new IsolationChecker();
  private int appended;

  /** One to four steps on a few lists that are in use; a list retires after some appends. */
  private Action draw(Random random) {
    List<Action.OnKey> steps = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int list = appended / (APPENDS_PER_LIST * 4) * 4 + random.nextInt(4);
      steps.add(random.nextBoolean()
          ? new Action.ReadList("l" + list)
          : new Action.Append("l" + list, Integer.toString(appended++)));
    }
    return new Action.Transaction(steps);
  }

  private List<Action> readAll() {
    return IntStream.rangeClosed(0, appended / (APPENDS_PER_LIST * 4) * 4 + 3)
        .<Action>mapToObj(list -> new Action.Transaction(List.of(new Action.ReadList("l" + list)))).toList();
  }

  private History good(long seed, int clients, int transactions, double lossShare) {
    appended = 0;
    List<Action> last = new ArrayList<>();
    return Overlap.execute(new Random(seed), new PlainStore(), clients, transactions, lossShare, random -> {
      Action drawn = draw(random);
      last.clear();
      last.addAll(readAll());
      return drawn;
    }, last);
  }

  @Test
  void whatWasExecutedOneByOneIsStrictlySerializable() {
    for (long seed = 0; seed < 100; seed++) {
      History history = good(seed, 2 + (int) (seed % 12), 400, seed % 3 * 0.1);
      assertEquals(List.of(), checker.anomalies(history), "seed " + seed);
    }
  }

  @Test
  void tenThousandTransactionsAreCheckedWithoutDelay() {
    History history = good(1, 10, 10_000, 0.01);
    assertEquals(List.of(), Assertions.assertTimeout(LONG, () -> checker.anomalies(history)));
  }

  @Test
  void aGreatTangleIsCheckedWithoutDelayToo() {
    History good = good(2, 50, 10_000, 0);
    List<Operation> operations = new ArrayList<>(good.operations());
    Random random = new Random(2);
    for (int i = 0; i < 9_000; i++) if (random.nextInt(3) == 0) operations.set(i, staleEverywhere(operations.get(i)));
    History tangle = new History(operations);
    assertTrue(!Assertions.assertTimeout(LONG, () -> checker.anomalies(tangle)).isEmpty());
  }

  private static Operation staleEverywhere(Operation operation) {
    return answered(operation, answer -> answer instanceof Answer.Elements(List<String> all) && all.size() > 4
        ? new Answer.Elements(all.subList(0, all.size() - 4))
        : answer);
  }

  private static Operation answered(Operation operation, UnaryOperator<Answer> change) {
    if (!(operation.outcome() instanceof Outcome.Ok(Answer.Several(List<Answer> answers)))) return operation;
    List<Answer> changed = answers.stream().map(change).toList();
    return new Operation(operation.process(), operation.action(), new Outcome.Ok(new Answer.Several(changed)),
        operation.invoked(), operation.completed());
  }

  private static final List<UnaryOperator<List<String>>> CORRUPTIONS = List.of(all -> all.subList(0, all.size() - 30),
      all -> all.subList(1, all.size()), RandomTransactionsTest::swapped, all -> List.of(),
      all -> IntStream.range(0, all.size()).filter(i -> i != 9).mapToObj(all::get).toList(),
      all -> IntStream.range(-1, all.size()).mapToObj(i -> all.get(Math.max(0, i))).toList());

  private static List<String> swapped(List<String> all) {
    List<String> swapped = new ArrayList<>(all);
    Collections.swap(swapped, 5, all.size() - 5);
    return swapped;
  }

  @Test
  void aCorruptedReadingIsFound() {
    int corrupted = 0;
    for (long seed = 0; seed < 90; seed++) {
      List<Operation> operations = new ArrayList<>(good(seed, 5, 800, 0.02).operations());
      List<Integer> fit = new ArrayList<>();
      for (int i = 0; i < operations.size(); i++) if (longReading(operations.get(i))) fit.add(i);
      int at = fit.get(new Random(seed).nextInt(fit.size()));
      UnaryOperator<List<String>> corruption = CORRUPTIONS.get((int) (seed % CORRUPTIONS.size()));
      operations.set(at, answered(operations.get(at), answer -> answer instanceof Answer.Elements(List<String> all)
          && all.size() > 40 ? new Answer.Elements(corruption.apply(all)) : answer));
      Verdict verdict = checker.check(new History(operations), Level.STRICT_SERIALIZABLE);
      assertInstanceOf(Verdict.Broken.class, verdict, "seed " + seed + " at " + at);
      corrupted++;
    }
    assertEquals(90, corrupted);
  }

  private static boolean longReading(Operation operation) {
    return operation.outcome() instanceof Outcome.Ok(Answer.Several(List<Answer> answers))
        && answers.stream().anyMatch(answer -> answer instanceof Answer.Elements(List<String> all) && all.size() > 40);
  }

  @Test
  void anAcknowledgedTransactionThatIsNotThereIsFound() {
    for (long seed = 0; seed < 40; seed++) {
      History good = good(seed, 5, 300, 0.02);
      List<Operation> writers = good.operations().stream().filter(o -> o.isOk() && !o.action().onlyReads()).toList();
      Operation lost = writers.get(new Random(seed).nextInt(writers.size()));
      List<String> gone = ((Action.Transaction) lost.action()).steps().stream()
          .filter(Action.Append.class::isInstance).map(step -> ((Action.Append) step).element()).toList();
      History without = new History(good.operations().stream()
          .map(o -> o == lost
              ? o
              : answered(o, answer -> answer instanceof Answer.Elements(List<String> all)
                  ? new Answer.Elements(all.stream().filter(element -> !gone.contains(element)).toList())
                  : answer))
          .toList());
      assertTrue(!checker.check(without, Level.STRICT_SERIALIZABLE).holds(), "seed " + seed + ": " + lost);
    }
  }

  @Test
  void aTransactionThatFailedAndIsThereIsFound() {
    for (long seed = 0; seed < 40; seed++) {
      List<Operation> operations = new ArrayList<>(good(seed, 5, 300, 0).operations());
      int at = new Random(seed).nextInt(300);
      while (operations.get(at).action().onlyReads()) at = (at + 1) % 300;
      Operation before = operations.get(at);
      operations.set(at,
          new Operation(before.process(), before.action(), Outcome.FAILED, before.invoked(), before.completed()));
      assertTrue(!checker.check(new History(operations), Level.READ_COMMITTED).holds(), "seed " + seed + " at " + at);
    }
  }
}
