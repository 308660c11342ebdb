package io.vertikv.tools.check.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Operation;
import io.vertikv.tools.check.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Histories of a few transactions, with answers by chance, against oracles that know nothing of cycles: one tries every
 * serial order, the other every order of the beginnings and commits of transactions on snapshots. All lists are read at
 * the end, so that the checker has to find everything.
 */
class SmallTransactionsTest {
  private static final int SEEDS = 800;

  private final IsolationChecker checker = new IsolationChecker();

  private void agree(Level level, boolean snapshots) {
    int holding = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      History history = draw(new Random(seed));
      boolean expected = new Oracle(history.operations(), snapshots, level.realTime()).hasOrder();
      assertEquals(expected, checker.check(history, level).holds(), "seed " + seed + ": " + history.operations()
          + checker.anomalies(history));
      if (expected) holding++;
    }
    assertTrue(holding > SEEDS / 30 && holding < SEEDS * 29 / 30, level + ": " + holding + " hold");
  }

  @Test
  void serializableIsWhatHasASerialOrder() { agree(Level.SERIALIZABLE, false); }

  @Test
  void strictlySerializableIsWhatHasASerialOrderInTime() { agree(Level.STRICT_SERIALIZABLE, false); }

  @Test
  void snapshotIsolationIsWhatHasAnOrderOfSnapshotsAndCommits() { agree(Level.SNAPSHOT_ISOLATION, true); }

  @Test
  void strongSnapshotIsolationIsWhatHasOneInTime() { agree(Level.STRONG_SNAPSHOT_ISOLATION, true); }

  /** Two to four transactions; the final order of each list is drawn, and readings are beginnings of it. */
  private static History draw(Random random) {
    int count = 2 + random.nextInt(3);
    Map<String, List<String>> appends = new HashMap<>();
    List<List<Action.OnKey>> transactions = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      Set<String> keys = new HashSet<>();
      List<Action.OnKey> steps = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        String key = "xyz".substring(random.nextInt(3)).substring(0, 1);
        if (keys.add("read " + key) && random.nextBoolean()) steps.add(new Action.ReadList(key));
        else {
          String element = t + "." + i;
          steps.add(new Action.Append(key, element));
          appends.computeIfAbsent(key, k -> new ArrayList<>()).add(element);
        }
      }
      transactions.add(steps);
    }
    appends.values().forEach(order -> { if (random.nextInt(3) == 0) Collections.shuffle(order, random); });
    List<Operation> operations = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < 2 * count; i++) places.add(i);
    if (random.nextBoolean()) Collections.shuffle(places, random);
    else Collections.shuffle(places.subList(1, 2 * count - 1), random);
    for (int t = 0; t < count; t++)
      operations.add(operation(t, transactions.get(t), places.get(2 * t), places.get(2 * t + 1), appends, random));
    List<Action.OnKey> last = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    appends.forEach((key, order) -> {
      last.add(new Action.ReadList(key));
      answers.add(new Answer.Elements(order));
    });
    operations
        .add(new Operation(99, new Action.Transaction(last), new Outcome.Ok(new Answer.Several(answers)), 100, 101));
    return new History(operations);
  }

  private static Operation operation(int process, List<Action.OnKey> steps, int one, int other,
      Map<String, List<String>> appends, Random random) {
    List<Answer> answers = new ArrayList<>();
    Map<String, List<String>> own = new HashMap<>();
    for (Action.OnKey step : steps) {
      List<String> mine = own.computeIfAbsent(step.key(), key -> new ArrayList<>());
      if (step instanceof Action.Append append) {
        mine.add(append.element());
        answers.add(Answer.DONE);
      } else {
        List<String> all = appends.getOrDefault(step.key(), List.of());
        List<String> read = new ArrayList<>(all.subList(0, random.nextInt(all.size() + 1)));
        if (random.nextInt(8) != 0) read.removeAll(mine);
        if (random.nextInt(8) != 0) read.addAll(mine);
        answers.add(new Answer.Elements(read));
      }
    }
    return new Operation(process, new Action.Transaction(steps), new Outcome.Ok(new Answer.Several(answers)),
        Math.min(one, other), Math.max(one, other));
  }

  /** Tries all orders of beginnings and commits; a serial order is one in which each commits as soon as it has begun. */
  private record Oracle(List<Operation> transactions, boolean snapshots, boolean realTime) {
    boolean hasOrder() { return extend(new ArrayList<>()); }

    /** Events: t stands for the beginning of a transaction, -1 - t for its commit. */
    private boolean extend(List<Integer> events) {
      if (events.size() == 2 * transactions.size()) return true;
      for (int t = 0; t < transactions.size(); t++) {
        int event = events.contains(t) ? -1 - t : t;
        if (events.contains(event) || event == t && !mayBegin(t, events)) continue;
        List<Integer> more = new ArrayList<>(events);
        more.add(event);
        if (!snapshots && event == t) more.add(-1 - t);
        if (isRight(more) && extend(more)) return true;
      }
      return false;
    }

    private boolean mayBegin(int t, List<Integer> events) {
      if (!realTime) return true;
      for (int other = 0; other < transactions.size(); other++)
        if (transactions.get(other).completed() < transactions.get(t).invoked() && !events.contains(-1 - other))
          return false;
      return true;
    }

    /** Whether the last to commit or begin read what it had to, and wrote nothing that another one wrote meanwhile. */
    private boolean isRight(List<Integer> events) {
      int t = events.getLast() < 0 ? -1 - events.getLast() : events.getLast();
      int begun = events.indexOf(t);
      Map<String, List<String>> snapshot = new HashMap<>();
      for (int event : events.subList(0, begun))
        if (event < 0)
          appends(-1 - event).forEach(
              append -> snapshot.computeIfAbsent(append.key(), key -> new ArrayList<>()).add(append.element()));
      for (int event : events.subList(begun, events.size()))
        if (event < 0 && event != -1 - t && events.getLast() < 0 && sharesKey(t, -1 - event)) return false;
      return reads(t, snapshot);
    }

    private boolean sharesKey(int one, int other) {
      return appends(one).stream().anyMatch(a -> appends(other).stream().anyMatch(b -> a.key().equals(b.key())));
    }

    private List<Action.Append> appends(int t) {
      return steps(t).stream().filter(Action.Append.class::isInstance).map(Action.Append.class::cast).toList();
    }

    private List<Action.OnKey> steps(int t) { return ((Action.Transaction) transactions.get(t).action()).steps(); }

    private boolean reads(int t, Map<String, List<String>> snapshot) {
      List<Answer> answers = ((Answer.Several) transactions.get(t).answer()).answers();
      for (int i = 0; i < answers.size(); i++) {
        List<String> list = snapshot.computeIfAbsent(steps(t).get(i).key(), key -> new ArrayList<>());
        if (steps(t).get(i) instanceof Action.Append append) list.add(append.element());
        else if (!answers.get(i).equals(new Answer.Elements(list))) return false;
      }
      return true;
    }
  }
}
