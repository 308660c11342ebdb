package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.linear.LinearizabilityChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** RPUSH of elements that are pushed once, and LRANGE of the whole list. Linearizable; nothing lost, nothing twice. */
final class Lists implements Workload {
  private static final int KEYS_AT_ONCE = 2;
  private static final int OPERATIONS_PER_KEY = 200;
  private static final int READS_ONE_IN = 8;

  private final String prefix;
  private final AtomicLong operations = new AtomicLong();

  Lists(String prefix) { this.prefix = prefix; }

  @Override
  public String name() { return "lists"; }

  @Override
  public Request next(RandomGenerator random) {
    long number = operations.getAndIncrement();
    String key = key(number / (OPERATIONS_PER_KEY * KEYS_AT_ONCE), random.nextInt(KEYS_AT_ONCE));
    if (random.nextInt(READS_ONE_IN) == 0) return read(key);
    String element = Long.toString(number);
    return Request.of(new Action.Append(key, element), Reading::number, "RPUSH", key, element);
  }

  @Override
  public List<Request> closing() {
    List<Request> readings = new ArrayList<>();
    for (long group = 0; group * OPERATIONS_PER_KEY * KEYS_AT_ONCE < operations.get(); group++)
      for (int i = 0; i < KEYS_AT_ONCE; i++) readings.add(read(key(group, i)));
    return readings;
  }

  @Override
  public Verdict judge(History history) { return new LinearizabilityChecker().check(history); }

  private String key(long group, int place) { return prefix + ":list:" + group + "." + place; }

  private static Request read(String key) {
    return Request.of(new Action.ReadList(key), Reading::elements, "LRANGE", key, "0", "-1");
  }
}
