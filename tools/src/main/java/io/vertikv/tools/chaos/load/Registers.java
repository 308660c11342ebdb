package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.linear.LinearizabilityChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** GET, SET, SETNX, SET GET and DEL on a few keys; every value is written once. Linearizable. */
final class Registers implements Workload {
  private static final int KEYS_AT_ONCE = 3;
  /** So that the search for an order of the operations on a key stays short. */
  private static final int OPERATIONS_PER_KEY = 100;

  private final String prefix;
  private final AtomicLong operations = new AtomicLong();

  Registers(String prefix) { this.prefix = prefix; }

  @Override
  public String name() { return "registers"; }

  @Override
  public Request next(RandomGenerator random) {
    long number = operations.getAndIncrement();
    String key = key(number / (OPERATIONS_PER_KEY * KEYS_AT_ONCE), random.nextInt(KEYS_AT_ONCE));
    String value = "v" + number;
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> Request.get(key);
      case 4, 5, 6 -> Request.of(new Action.Set(key, value), Reading::done, "SET", key, value);
      case 7 -> Request.of(new Action.GetSet(key, value), Reading::textOrNil, "SET", key, value, "GET");
      case 8 -> Request.of(new Action.SetIfAbsent(key, value), Reading::number, "SETNX", key, value);
      default -> Request.of(new Action.Delete(key), Reading::number, "DEL", key);
    };
  }

  @Override
  public List<Request> closing() {
    List<Request> readings = new ArrayList<>();
    for (long group = 0; group * OPERATIONS_PER_KEY * KEYS_AT_ONCE < operations.get(); group++)
      for (int i = 0; i < KEYS_AT_ONCE; i++) readings.add(Request.get(key(group, i)));
    return readings;
  }

  @Override
  public Verdict judge(History history) { return new LinearizabilityChecker().check(history); }

  private String key(long group, int place) { return prefix + ":register:" + group + "." + place; }
}
