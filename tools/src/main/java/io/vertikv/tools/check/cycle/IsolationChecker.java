package io.vertikv.tools.check.cycle;

import io.vertikv.tools.check.Finding;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether transactions over lists keep what a level of isolation promises. Lists start absent, are only appended to, and
 * every element is appended to a list once. Appends and readings outside of transactions are transactions of one step.
 * Everything that is told is an anomaly indeed. All are found if each list is read once at the end, by a transaction that
 * is invoked after all others were completed: a version that nobody read has no place in the order.
 */
public final class IsolationChecker {
  /** Breaks of the promise, each with a cycle or the reading that shows it. */
  public Verdict check(History history, Level level) {
    List<Finding> broken = anomalies(history).stream()
        .filter(found -> level.forbidden().contains(found.anomaly()) && (level.realTime() || !found.realTime()))
        .map(IsolationFinding::finding).toList();
    return Verdict.of(broken);
  }

  /** All that can be found, whatever is promised: a few of each kind, the worst first. */
  public List<IsolationFinding> anomalies(History history) {
    Observations observations = new Observations(history);
    Findings findings = observations.findings();
    Fates fates = new Fates(observations.transactions());
    List<Versions> lists = new ArrayList<>();
    for (Observations.Observed list : observations.lists()) lists.add(new Versions(list, fates, findings));
    int transactions = observations.transactions().size();
    List<Edge> edges = Dependencies.of(lists, findings);
    new CycleSearch(transactions, edges, findings, false).run();
    List<Edge> withTime = Stream
        .concat(edges.stream(), Dependencies.ofTime(observations.transactions(), fates).stream())
        .collect(Collectors.toCollection(ArrayList::new));
    new CycleSearch(transactions, withTime, findings, true).run();
    return findings.found().stream().sorted((one, other) -> one.anomaly().compareTo(other.anomaly())).toList();
  }
}
