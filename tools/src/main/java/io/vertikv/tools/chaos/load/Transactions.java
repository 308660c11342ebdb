package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.cycle.IsolationChecker;
import io.vertikv.tools.check.cycle.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** MULTI … EXEC of appends to and readings of several lists of one slot. Strict serializable. */
final class Transactions implements Workload {
  private static final int KEYS_AT_ONCE = 3;
  private static final int TRANSACTIONS_PER_GROUP = 150;
  private static final int STEPS_MAX = 4;

  private final String prefix;
  private final AtomicLong transactions = new AtomicLong();

  Transactions(String prefix) { this.prefix = prefix; }

  @Override
  public String name() { return "transactions"; }

  @Override
  public Request next(RandomGenerator random) {
    long number = transactions.getAndIncrement();
    List<Action.OnKey> steps = new ArrayList<>();
    int count = 1 + random.nextInt(STEPS_MAX);
    for (int i = 0; i < count; i++) {
      String key = key(number / TRANSACTIONS_PER_GROUP, random.nextInt(KEYS_AT_ONCE));
      steps.add(random.nextBoolean() ? new Action.Append(key, number + "." + i) : new Action.ReadList(key));
    }
    return request(steps);
  }

  /** In one transaction for each group of lists: a version that nobody has read would have no place in the order. */
  @Override
  public List<Request> closing() {
    List<Request> readings = new ArrayList<>();
    for (long group = 0; group * TRANSACTIONS_PER_GROUP < transactions.get(); group++) {
      List<Action.OnKey> steps = new ArrayList<>();
      for (int i = 0; i < KEYS_AT_ONCE; i++) steps.add(new Action.ReadList(key(group, i)));
      readings.add(request(steps));
    }
    return readings;
  }

  @Override
  public Verdict judge(History history) { return new IsolationChecker().check(history, Level.STRICT_SERIALIZABLE); }

  private String key(long group, int place) { return "{" + prefix + ":log:" + group + "}." + place; }

  private static Request request(List<Action.OnKey> steps) {
    return Request.transaction(new Action.Transaction(steps), reply -> answers(steps, reply),
        steps.stream().map(Transactions::command).toList());
  }

  private static List<String> command(Action.OnKey step) {
    return step instanceof Action.Append(String key, String element)
        ? List.of("RPUSH", key, element)
        : List.of("LRANGE", step.key(), "0", "-1");
  }

  private static Answer answers(List<Action.OnKey> steps, io.vertikv.tools.crash.Answer reply) {
    List<io.vertikv.tools.crash.Answer> items = Reading.items(reply, steps.size());
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++)
      answers.add(steps.get(i).onlyReads() ? Reading.elements(items.get(i)) : Reading.number(items.get(i)));
    return new Answer.Several(answers);
  }
}
