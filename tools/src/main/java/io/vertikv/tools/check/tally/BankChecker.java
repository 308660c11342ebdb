package io.vertikv.tools.check.tally;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.Finding;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.HistoryRefused;
import io.vertikv.tools.check.Operation;
import io.vertikv.tools.check.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Accounts between which money is moved. In every reading of all balances
 * <ol>
 * <li>each account is there, and no other;</li>
 * <li>the total is what it was at the start;</li>
 * <li>no balance is below zero, unless that is allowed;</li>
 * <li>each balance lies within what the transfers can have made of it: those that were completed before the reading began
 * have happened, those that were invoked before it was answered may have. This finds what the total cannot: a transfer
 * that is lost as a whole, or done twice.</li>
 * </ol>
 *
 * @param start the balances before the first transfer
 */
public record BankChecker(SortedMap<String, Long> start, boolean overdraft) {
  public BankChecker { start = new TreeMap<>(start); }

  public BankChecker(Map<String, Long> start, boolean overdraft) { this(new TreeMap<>(start), overdraft); }

  public Verdict check(History history) { return new Audit().of(history); }

  private record Event(long place, Operation operation, boolean invocation) {}

  /** Money that has come to and gone from an account. */
  private record Flow(long in, long out) {
    private static final Flow NONE = new Flow(0, 0);

    Flow plus(Flow more) { return new Flow(in + more.in, out + more.out); }
  }

  private final class Audit {
    /** By transfers that are completed, and by all that may have happened, as far as the sweep has come. */
    private final Map<String, Flow> sure = new HashMap<>();
    private final Map<String, Flow> possible = new HashMap<>();
    /** What was sure when a reading began. */
    private final Map<Operation, Map<String, Flow>> sureBefore = new IdentityHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    Verdict of(History history) {
      for (String account : start.keySet()) {
        sure.put(account, Flow.NONE);
        possible.put(account, Flow.NONE);
      }
      for (Event event : events(history)) {
        switch (event.operation().action()) {
          case Action.Transfer transfer -> move(event.invocation() ? possible : sure, transfer);
          case Action.ReadBalances reading when event.invocation() ->
            sureBefore.put(event.operation(), Map.copyOf(sure));
          case Action.ReadBalances reading -> judge(event.operation());
          default -> {}
        }
      }
      return Verdict.of(findings);
    }

    /** Of the transfers that may have happened and the readings that were answered. */
    private List<Event> events(History history) {
      List<Event> events = new ArrayList<>();
      for (Operation operation : history.operations()) {
        boolean counts = switch (operation.action()) {
          case Action.Transfer transfer -> !operation.isFailed() && !isDeclined(operation);
          case Action.ReadBalances reading -> operation.isOk();
          default -> false;
        };
        if (!counts) continue;
        events.add(new Event(operation.invoked(), operation, true));
        if (operation.isOk()) events.add(new Event(operation.completed(), operation, false));
      }
      events.sort(Comparator.comparingLong(Event::place).thenComparing(Event::invocation, Comparator.reverseOrder()));
      return events;
    }

    private static boolean isDeclined(Operation transfer) {
      return transfer.isOk() && transfer.answer().equals(Answer.NO);
    }

    private static void move(Map<String, Flow> flows, Action.Transfer transfer) {
      if (!flows.containsKey(transfer.from()) || !flows.containsKey(transfer.to()))
        throw new HistoryRefused("a transfer between unknown accounts: " + transfer);
      flows.merge(transfer.from(), new Flow(0, transfer.amount()), Flow::plus);
      flows.merge(transfer.to(), new Flow(transfer.amount(), 0), Flow::plus);
    }

    private void judge(Operation reading) {
      if (!(reading.answer() instanceof Answer.Balances balances))
        throw new HistoryRefused("not the balances of accounts: " + reading);
      Map<String, Flow> before = sureBefore.remove(reading);
      if (!balances.accounts().keySet().equals(start.keySet())) {
        found("the accounts are " + balances.accounts().keySet() + ", must be " + start.keySet(), reading);
        return;
      }
      long total = start.values().stream().mapToLong(Long::longValue).sum();
      if (balances.total() != total) found("the total is " + balances.total() + ", must be " + total, reading);
      balances.accounts().forEach((account, balance) -> {
        long least = start.get(account) + before.get(account).in() - possible.get(account).out();
        long most = start.get(account) + possible.get(account).in() - before.get(account).out();
        if (balance < least || balance > most)
          found(account + " has " + balance + ", must be from " + least + " to " + most, reading);
        if (balance < 0 && !overdraft) found(account + " has " + balance + ", below zero", reading);
      });
    }

    private void found(String what, Operation reading) {
      if (findings.size() < Verdict.FINDINGS_MAX)
        findings.add(new Finding("bank: " + what, "    " + reading + "\n"));
    }
  }
}
