package io.vertikv.tools.sim;

import io.vertikv.tools.chaos.load.Request;
import io.vertikv.tools.chaos.load.Workload;
import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.tally.CounterChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Counters that are read, and written under WATCH when nobody else has written them meanwhile: each such increment counts
 * once. A request without a reading is the first half; {@link #secondHalf} makes the other one of its replies.
 */
final class WatchedCounters implements Workload {
  private static final int KEYS = 2;

  @Override
  public String name() { return "watched"; }

  @Override
  public Request next(RandomGenerator random) {
    String key = key(random.nextInt(KEYS));
    if (random.nextInt(6) == 0) return Request.get(key);
    return new Request(new Action.Increment(key, 1), List.of(List.of("WATCH", key), List.of("GET", key)), null);
  }

  static boolean isFirstHalf(Request request) { return request.reading() == null; }

  /** @param seen what GET has answered */
  static Request secondHalf(Request first, io.vertikv.tools.crash.Answer seen) {
    Action.Increment increment = (Action.Increment) first.action();
    long after = value(seen) + increment.by();
    return new Request(increment, List.of(List.of("MULTI"), List.of("SET", increment.key(), Long.toString(after)),
        List.of("EXEC")), done -> new Answer.Number(after));
  }

  private static long value(io.vertikv.tools.crash.Answer seen) {
    return seen instanceof io.vertikv.tools.crash.Answer.Text(String text) ? Long.parseLong(text) : 0;
  }

  @Override
  public List<Request> closing() {
    List<Request> readings = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) readings.add(Request.get(key(i)));
    return readings;
  }

  @Override
  public Verdict judge(History history) { return new CounterChecker().check(history); }

  private static String key(int place) { return "watched:" + place; }
}
