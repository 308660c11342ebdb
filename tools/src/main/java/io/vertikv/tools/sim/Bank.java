package io.vertikv.tools.sim;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.tally.BankChecker;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Accounts between which money is moved, read key by key or in one scan: none is made, none is lost. */
final class Bank extends Workload {
  private static final int START = 20;
  private static final List<String> ACCOUNTS = IntStream.range(0, 5).mapToObj(i -> "b" + i).toList();

  @Override
  Work next(RandomGenerator random) {
    if (random.nextInt(3) == 0)
      return Work.read(new Action.ReadBalances(), ACCOUNTS, random.nextBoolean() ? Bank::get : Bank::scan);
    String from = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
    String to = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
    long amount = 1 + random.nextInt(START);
    if (from.equals(to)) return next(random);
    return Work.write(new Action.Transfer(from, to, amount), List.of(from, to), tx -> {
      long left = balance(tx.get(Work.bytes(from))) - amount;
      if (left < 0) return Answer.NO;
      long right = balance(tx.get(Work.bytes(to))) + amount;
      tx.put(Work.bytes(from), Work.bytes(Long.toString(left)));
      tx.put(Work.bytes(to), Work.bytes(Long.toString(right)));
      return Answer.DONE;
    });
  }

  private static Answer get(Tx tx) {
    SortedMap<String, Long> balances = new TreeMap<>();
    for (String account : ACCOUNTS) balances.put(account, balance(tx.get(Work.bytes(account))));
    return new Answer.Balances(balances);
  }

  /** A scan shows what the region has of the range; that it has it all, the reading of a key says, as of a collection's header. */
  private static Answer scan(Tx tx) {
    tx.get(Work.bytes(ACCOUNTS.getFirst()));
    SortedMap<String, Long> balances = start();
    try (Cursor cursor = tx.scan(KeyRange.prefix(Work.bytes("b")), Direction.FORWARD)) {
      while (cursor.next()) balances.put(Work.text(cursor.key()), balance(cursor.value()));
    }
    return new Answer.Balances(balances);
  }

  private static SortedMap<String, Long> start() {
    SortedMap<String, Long> balances = new TreeMap<>();
    for (String account : ACCOUNTS) balances.put(account, (long) START);
    return balances;
  }

  /** An account that was never touched holds what it began with. */
  private static long balance(byte[] value) {
    return value == null ? START : Long.parseLong(Work.text(value));
  }

  @Override
  void readAll(EngineReader replica) {
    SortedMap<String, Long> balances = new TreeMap<>();
    for (String account : ACCOUNTS) balances.put(account, balance(newest(replica, account)));
    found(new Action.ReadBalances(), new Answer.Balances(balances));
  }

  @Override
  Verdict judge(History history) { return new BankChecker(start(), false).check(history); }
}
