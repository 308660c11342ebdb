package io.vertikv.tools.sim;

import static io.vertikv.tools.sim.SimViolation.check;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.raftlog.GroupLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the cluster has agreed on so far, by anybody's account: it only grows, and nobody may contradict it. Commits are
 * noted by index and term when the first replica knows of them, contents when the first one applies them; promises to
 * clients must match both.
 */
final class Ledger implements Check {
  private record Commitment(long term, long knownInTerm) {}

  private record Version(long index, long value) {}

  private final List<Commitment> committed = new ArrayList<>();
  private final List<RegisterState> states = new ArrayList<>(List.of(RegisterState.NOTHING));
  private final Map<Long, Long> idAt = new HashMap<>();
  private final Map<Long, Long> indexOf = new HashMap<>();
  private final Map<Long, Long> promised = new TreeMap<>();
  private final Map<Integer, List<Version>> versions = new TreeMap<>();
  private final TreeMap<Long, Membership> memberships = new TreeMap<>();
  private final Map<SimStore, Long> seen = new HashMap<>();
  private long promises;

  /** The highest index that any replica has known to be committed. */
  long highest() {
    return committed.size();
  }

  long promises() { return promises; }

  /** The state that a replica must have after applying that many entries; null when nobody has been there. */
  RegisterState stateAt(long index) {
    return index < states.size() ? states.get((int) index) : null;
  }

  @Override
  public void look(SimCluster cluster) {
    for (SimNode node : cluster.nodes()) if (node.up()) look(node.store());
    for (long index : promised.keySet()) {
      check(index <= highest(), "a write was acknowledged at %s, but only %s is committed", index, highest());
    }
    promised.clear();
  }

  private void look(SimStore store) {
    long commit = store.group().commitIndex();
    long before = seen.getOrDefault(store, 0L);
    if (commit == before) return;
    check(commit > before, "commit of store %s went back from %s to %s", store.id(), before, commit);
    for (long index = before + 1; index <= commit; index++) note(store, index, store.group().logTerm(index));
    seen.put(store, commit);
  }

  private void note(SimStore store, long index, long term) {
    if (term == GroupLog.NO_TERM) {
      check(index <= highest(), "store %s knows %s to be committed and does not hold it", store.id(), index);
    } else if (index <= highest()) {
      long agreed = committed.get((int) index - 1).term;
      check(agreed == term, "store %s committed %s of term %s, others had it of term %s", store.id(), index, term,
          agreed);
    } else {
      check(index == highest() + 1, "store %s committed %s, nobody the one before", store.id(), index);
      committed.add(new Commitment(term, store.group().term()));
    }
  }

  /** A replica applies an entry. */
  void applied(long store, LogEntry entry) {
    check(entry.index() <= highest(), "store %s applies %s, but only %s is committed", store, entry.index(), highest());
    check(entry.index() <= states.size(), "store %s applies %s, nobody the one before", store, entry.index());
    RegisterState before = states.get((int) entry.index() - 1);
    RegisterState after = before.after(entry);
    if (entry.index() == states.size()) {
      states.add(after);
      if (entry.kind() == EntryKind.COMMAND) remember(entry);
      if (entry.kind() == EntryKind.MEMBERSHIP) {
        memberships.put(entry.index(), ((MembershipPayload) entry.payload()).membership());
      }
    } else {
      check(states.get((int) entry.index()).equals(after), "store %s applies %s of term %s, others something else",
          store, entry.index(), entry.term());
    }
  }

  private void remember(LogEntry entry) {
    RegisterCommand command = RegisterCommand.decode(((EntryBytes) entry.payload()).bytes().array());
    Long twice = indexOf.put(command.id(), entry.index());
    check(twice == null, "command %s was committed at %s and at %s", command.id(), twice, entry.index());
    Long promise = idAt.put(entry.index(), command.id());
    check(promise == null || promise == command.id(), "acknowledged as command %s, but %s holds %s", promise,
        entry.index(), command.id());
    List<Version> history = versions.computeIfAbsent(command.register(), absent -> new ArrayList<>());
    long value = history.isEmpty() ? 0 : history.getLast().value;
    history.add(new Version(entry.index(), command.applyTo(value)));
  }

  /** A client is told that its command holds. */
  void promise(long index, long id) {
    promises++;
    promised.put(index, id);
    Long known = idAt.putIfAbsent(index, id);
    check(known == null || known == id, "command %s was acknowledged at %s, which holds %s", id, index, known);
  }

  /** The value of a register when that many entries were applied. */
  long valueAt(int register, long index) {
    List<Version> history = versions.getOrDefault(register, List.of());
    for (int i = history.size() - 1; i >= 0; i--) if (history.get(i).index <= index) return history.get(i).value;
    return 0;
  }

  /** Who takes part after that many entries; null: the founders, or nobody has applied that far. */
  Membership membershipAt(long index) {
    Map.Entry<Long, Membership> last = memberships.floorEntry(index);
    return index >= states.size() || last == null ? null : last.getValue();
  }

  /** True when this is the term of the entry that was agreed on at the index. */
  boolean agreed(long index, long term) {
    return index > 0 && index <= highest() && committed.get((int) index - 1).term == term;
  }

  /** Leader completeness: what was known to be committed in an earlier term is in this leader's log. */
  void mustHoldAll(SimStore leader, long term) {
    for (long index = leader.log().firstIndex(); index <= highest(); index++) {
      Commitment commitment = committed.get((int) index - 1);
      if (commitment.knownInTerm >= term) return;
      long held = leader.group().logTerm(index);
      check(held == commitment.term, "store %s leads term %s with %s of term %s; committed was term %s", leader.id(),
          term, index, held, commitment.term);
    }
  }
}
