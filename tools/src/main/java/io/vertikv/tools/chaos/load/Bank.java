package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.tally.BankChecker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Money is moved between accounts by MULTI, DECRBY, INCRBY, EXEC; all balances are read by MULTI, GET…, EXEC, or by MGET.
 * Accounts start empty and may be overdrawn, so that nothing needs to be set before. All lie in one slot, and so in one region.
 */
final class Bank implements Workload {
  private static final int ACCOUNTS = 6;
  private static final long AMOUNT_MAX = 100;
  private static final int READS_ONE_IN = 4;

  private final List<String> accounts;

  Bank(String prefix) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < ACCOUNTS; i++) names.add("{" + prefix + "}:account:" + i);
    accounts = List.copyOf(names);
  }

  @Override
  public String name() { return "bank"; }

  @Override
  public Request next(RandomGenerator random) {
    if (random.nextInt(READS_ONE_IN) == 0) return random.nextBoolean() ? readAtOnce() : readInTransaction();
    int from = random.nextInt(ACCOUNTS);
    int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    return transfer(accounts.get(from), accounts.get(to), 1 + random.nextLong(AMOUNT_MAX));
  }

  private static Request transfer(String from, String to, long amount) {
    String text = Long.toString(amount);
    return Request.transaction(new Action.Transfer(from, to, amount), reply -> {
      Reading.items(reply, 2).forEach(Reading::number);
      return Answer.DONE;
    }, List.of(List.of("DECRBY", from, text), List.of("INCRBY", to, text)));
  }

  private Request readInTransaction() {
    return Request.transaction(new Action.ReadBalances(), this::balances,
        accounts.stream().map(account -> List.of("GET", account)).toList());
  }

  private Request readAtOnce() {
    List<String> command = new ArrayList<>(List.of("MGET"));
    command.addAll(accounts);
    return new Request(new Action.ReadBalances(), List.of(command), this::balances);
  }

  private Answer balances(io.vertikv.tools.crash.Answer reply) {
    List<io.vertikv.tools.crash.Answer> items = Reading.items(reply, ACCOUNTS);
    Map<String, Long> balances = new HashMap<>();
    for (int i = 0; i < ACCOUNTS; i++) {
      Answer balance = Reading.textOrNil(items.get(i));
      balances.put(accounts.get(i), balance instanceof Answer.Text(String value) ? Long.parseLong(value) : 0);
    }
    return new Answer.Balances(balances);
  }

  @Override
  public List<Request> closing() { return List.of(readInTransaction()); }

  @Override
  public Verdict judge(History history) {
    Map<String, Long> nothing = new HashMap<>();
    accounts.forEach(account -> nothing.put(account, 0L));
    return new BankChecker(nothing, true).check(history);
  }
}
