package io.vertikv.tools.sim;

import io.vertikv.store.engine.EngineReader;
import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.linear.LinearizabilityChecker;
import java.util.List;
import java.util.random.RandomGenerator;

/** Appends of elements that are all different, and readings: what was appended is there once, in the order of time. */
final class Lists extends Workload {
  private static final int KEYS = 2;
  private static final int USES = 100;
  private static final long STEPS_MAX = 200_000;
  /** Of the region: elements in all lists. */
  private static final int ELEMENTS = 1;

  private long made;

  @Override
  Work next(RandomGenerator random) {
    String key = key(made / USES, random.nextInt(KEYS));
    String element = "e" + made++;
    byte[] at = Work.bytes(key);
    if (random.nextInt(3) == 0) return Work.read(new Action.ReadList(key), List.of(key), tx -> elements(tx.get(at)));
    return Work.write(new Action.Append(key, element), List.of(key), tx -> {
      byte[] before = tx.get(at);
      String after = before == null ? element : Work.text(before) + ',' + element;
      tx.put(at, Work.bytes(after));
      tx.count(ELEMENTS, 1);
      return new Answer.Number(after.chars().filter(each -> each == ',').count() + 1);
    });
  }

  private static String key(long generation, int number) { return "l" + generation + "." + number; }

  private static Answer elements(byte[] value) {
    return new Answer.Elements(value == null ? List.of() : List.of(Work.text(value).split(",")));
  }

  @Override
  void readAll(EngineReader replica) {
    for (long generation = 0; generation <= made / USES; generation++) {
      for (int number = 0; number < KEYS; number++) {
        String key = key(generation, number);
        found(new Action.ReadList(key), elements(newest(replica, key)));
      }
    }
  }

  @Override
  Verdict judge(History history) { return new LinearizabilityChecker(STEPS_MAX).check(history); }
}
