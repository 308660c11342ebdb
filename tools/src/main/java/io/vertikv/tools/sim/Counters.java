package io.vertikv.tools.sim;

import io.vertikv.store.engine.EngineReader;
import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.tally.CounterChecker;
import java.util.List;
import java.util.random.RandomGenerator;

/** Increments and readings: every acknowledged increment counts once, every other one at most once. */
final class Counters extends Workload {
  private static final int KEYS = 3;

  @Override
  Work next(RandomGenerator random) {
    String key = "c" + random.nextInt(KEYS);
    byte[] at = Work.bytes(key);
    if (random.nextInt(4) == 0) return Work.read(new Action.Get(key), List.of(key), tx -> answer(tx.get(at)));
    return Work.write(new Action.Increment(key, 1), List.of(key), tx -> {
      long after = number(tx.get(at)) + 1;
      tx.put(at, Work.bytes(Long.toString(after)));
      return new Answer.Number(after);
    });
  }

  private static long number(byte[] value) { return value == null ? 0 : Long.parseLong(Work.text(value)); }

  private static Answer answer(byte[] value) { return value == null ? Answer.NIL : new Answer.Text(Work.text(value)); }

  @Override
  void readAll(EngineReader replica) {
    for (int i = 0; i < KEYS; i++) found(new Action.Get("c" + i), answer(newest(replica, "c" + i)));
  }

  @Override
  Verdict judge(History history) { return new CounterChecker().check(history); }
}
