package io.vertikv.tools.check.linear;

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
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Histories by chance. A message starts with the seed that makes its history again. */
class RandomKeyHistoryTest {
  /** It takes a fiftieth of this on an idle machine: what takes longer has become exponential. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private final LinearizabilityChecker checker = new LinearizabilityChecker();
  private int written;

  private Action draw(Random random, int keys) {
    int key = random.nextInt(keys);
    String value = Integer.toString(written++);
    return switch (key % 4) {
      case 0 -> register("register" + key, value, random);
      case 1 -> random.nextInt(3) == 0 ? new Action.Get("counter" + key) : new Action.Increment("counter" + key, 1);
      case 2 -> random.nextInt(3) == 0 ? new Action.ReadList("list" + key) : new Action.Append("list" + key, value);
      default -> random.nextInt(3) == 0 ? new Action.ReadSet("set" + key) : new Action.Add("set" + key, value);
    };
  }

  private static Action register(String key, String value, Random random) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> new Action.Set(key, value);
      case 3 -> new Action.GetSet(key, value);
      case 4 -> new Action.SetIfAbsent(key, value);
      case 5 -> new Action.Delete(key);
      default -> new Action.Get(key);
    };
  }

  private History good(long seed, int clients, int operations, int keys, double lossShare) {
    written = 0;
    return Overlap.execute(new Random(seed), new PlainStore(), clients, operations, lossShare, r -> draw(r, keys),
        List.of());
  }

  @Test
  void whatWasExecutedOneByOneHolds() {
    for (long seed = 0; seed < 150; seed++) {
      double lossShare = seed % 3 * 0.1;
      Verdict verdict = checker.check(good(seed, 2 + (int) (seed % 9), 400, 4, lossShare));
      assertTrue(verdict.holds(), "seed " + seed + ": " + verdict);
    }
  }

  @Test
  void tenThousandOperationsAreCheckedWithoutDelay() {
    History history = good(7, 10, 10_000, 20, 0.01);
    Verdict verdict = Assertions.assertTimeout(LONG, () -> checker.check(history));
    assertTrue(verdict.holds(), verdict::toString);
  }

  /** Each takes an answered operation and gives another answer, which cannot be right; or null, when it is not of its kind. */
  private static final List<Function<Operation, Answer>> CORRUPTIONS = List.of(
      o -> o.action() instanceof Action.Get get && get.key().startsWith("register")
          ? new Answer.Text("never written")
          : null,
      o -> o.action() instanceof Action.Increment ? new Answer.Number(1_000_000) : null,
      o -> o.action() instanceof Action.Increment ? Answer.NO : null,
      o -> o.action() instanceof Action.GetSet ? new Answer.Text("never written") : null,
      o -> o.action() instanceof Action.Append ? new Answer.Number(0) : null,
      o -> o.action() instanceof Action.Add ? Answer.NO : null,
      o -> o.answer() instanceof Answer.Elements(List<String> all) && all.size() > 1 ? with(all, all.getFirst()) : null,
      o -> o.answer() instanceof Answer.Elements(List<String> all) && all.size() > 1
          ? with(all, "never written")
          : null,
      o -> o.action() instanceof Action.ReadList && o.answer() instanceof Answer.Elements(List<String> all)
          && all.size() > 50
              ? new Answer.Elements(all.subList(0, 5))
              : null,
      o -> o.action() instanceof Action.ReadList && o.answer() instanceof Answer.Elements(List<String> all)
          && all.size() > 50
              ? swapped(all)
              : null);

  private static Answer with(List<String> all, String more) {
    List<String> elements = new ArrayList<>(all);
    elements.add(more);
    return new Answer.Elements(elements);
  }

  private static Answer swapped(List<String> all) {
    List<String> elements = new ArrayList<>(all);
    Collections.swap(elements, 3, all.size() - 3);
    return new Answer.Elements(elements);
  }

  @Test
  void aCorruptedAnswerIsFound() {
    int corrupted = 0;
    for (long seed = 0; seed < 120; seed++) {
      History good = good(seed, 5, 600, 4, 0.02);
      Function<Operation, Answer> corruption = CORRUPTIONS.get((int) (seed % CORRUPTIONS.size()));
      List<Operation> operations = new ArrayList<>(good.operations());
      List<Integer> fit = new ArrayList<>();
      for (int i = 0; i < operations.size(); i++)
        if (operations.get(i).isOk() && corruption.apply(operations.get(i)) != null) fit.add(i);
      if (fit.isEmpty()) continue;
      int at = fit.get(new Random(seed).nextInt(fit.size()));
      Operation before = operations.get(at);
      operations.set(at, new Operation(before.process(), before.action(), new Outcome.Ok(corruption.apply(before)),
          before.invoked(), before.completed()));
      Verdict verdict = checker.check(new History(operations));
      assertInstanceOf(Verdict.Broken.class, verdict, "seed " + seed + " at " + at + ": " + verdict);
      corrupted++;
    }
    assertTrue(corrupted > 100, corrupted + " were corrupted");
  }

  /** Short histories with answers drawn from few: about half of them hold. */
  private static History small(Random random) {
    List<Integer> places = new ArrayList<>();
    int count = 2 + random.nextInt(5);
    for (int i = 0; i < 2 * count; i++) places.add(i);
    Collections.shuffle(places, random);
    int kind = random.nextInt(4);
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int one = places.get(2 * i);
      int other = Math.min(places.get(2 * i + 1), random.nextBoolean() ? 99 : one + 2);
      if (one == other) other = one + 1;
      Action action = smallAction(kind, random);
      Outcome outcome = random.nextInt(4) == 0 ? Outcome.UNKNOWN : new Outcome.Ok(smallAnswer(action, random));
      operations.add(new Operation(i, action, outcome, 10L * Math.min(one, other) + i, 10L * Math.max(one, other) + i));
    }
    return new History(operations);
  }

  private static Action smallAction(int kind, Random random) {
    String value = Integer.toString(random.nextInt(2));
    return switch (kind) {
      case 0 -> register("x", value, random);
      case 1 -> random.nextInt(4) == 0 ? new Action.Get("x") : new Action.Increment("x", 1);
      case 2 -> switch (random.nextInt(5)) {
        case 0, 1 -> new Action.ReadList("x");
        case 2 -> random.nextInt(4) == 0 ? new Action.Delete("x") : new Action.ReadList("x");
        default -> new Action.Append("x", value);
      };
      default -> switch (random.nextInt(5)) {
        case 0, 1 -> new Action.ReadSet("x");
        case 2 -> new Action.Delete("x");
        default -> new Action.Add("x", value);
      };
    };
  }

  private static Answer smallAnswer(Action action, Random random) {
    PlainStore store = new PlainStore();
    Random other = new Random(random.nextLong());
    for (int i = other.nextInt(4); i > 0; i--) store.apply(switch (action) {
      case Action.Append a -> new Action.Append("x", "" + other.nextInt(2));
      case Action.ReadList a -> new Action.Append("x", "" + other.nextInt(2));
      case Action.Add a -> new Action.Add("x", "" + other.nextInt(2));
      case Action.ReadSet a -> new Action.Add("x", "" + other.nextInt(2));
      case Action.Increment a -> new Action.Increment("x", 1);
      default -> new Action.Set("x", "" + other.nextInt(3));
    });
    return store.apply(action);
  }

  @Test
  void smallHistoriesAreJudgedAsByTryingAllOrders() {
    int holding = 0;
    for (long seed = 0; seed < 8_000; seed++) {
      History history = small(new Random(seed));
      boolean expected = hasOrder(history.operations(), List.of());
      Verdict verdict = checker.check(history);
      assertEquals(expected, verdict.holds(), "seed " + seed + ": " + history.operations() + " " + verdict);
      if (expected) holding++;
    }
    assertTrue(holding > 1_500 && holding < 6_500, holding + " hold");
  }

  /** Tries everything that may come next, and executes what was chosen from the start. */
  private static boolean hasOrder(List<Operation> left, List<Operation> chosen) {
    PlainStore store = new PlainStore();
    for (Operation operation : chosen) {
      Answer answer = store.apply(operation.action());
      if (operation.isOk() && !same(operation.action(), answer, operation.answer())) return false;
    }
    if (left.stream().noneMatch(Operation::isOk)) return true;
    for (Operation next : left) {
      if (left.stream().anyMatch(o -> o.completed() < next.invoked())) continue;
      List<Operation> rest = new ArrayList<>(left);
      rest.remove(next);
      List<Operation> more = new ArrayList<>(chosen);
      more.add(next);
      if (hasOrder(rest, more)) return true;
    }
    return false;
  }

  private static boolean same(Action action, Answer one, Answer other) {
    return action instanceof Action.ReadSet && one instanceof Answer.Elements(List<String> a)
        && other instanceof Answer.Elements(List<String> b)
            ? a.stream().sorted().toList().equals(b.stream().sorted().toList())
            : one.equals(other);
  }
}
