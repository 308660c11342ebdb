package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.tally.CounterChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** INCR, and now and then GET: every acknowledged increment exactly once, every other one at most once. */
final class Counters implements Workload {
  private static final int KEYS = 4;
  private static final int READS_ONE_IN = 6;

  private final String prefix;

  Counters(String prefix) { this.prefix = prefix; }

  @Override
  public String name() { return "counters"; }

  @Override
  public Request next(RandomGenerator random) {
    String key = key(random.nextInt(KEYS));
    if (random.nextInt(READS_ONE_IN) == 0) return Request.get(key);
    return Request.of(new Action.Increment(key, 1), Reading::number, "INCR", key);
  }

  @Override
  public List<Request> closing() {
    List<Request> readings = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) readings.add(Request.get(key(i)));
    return readings;
  }

  @Override
  public Verdict judge(History history) { return new CounterChecker().check(history); }

  private String key(int place) { return prefix + ":counter:" + place; }
}
