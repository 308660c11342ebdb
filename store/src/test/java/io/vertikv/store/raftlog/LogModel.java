package io.vertikv.store.raftlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the log should hold, said as plainly as possible. */
final class LogModel {
  final Map<Long, Group> groups = new TreeMap<>();

  static final class Group {
    StoredMark mark = StoredMark.ZERO;
    StoredState state = StoredState.NONE;
    final List<StoredEntry> entries = new ArrayList<>();

    long last() { return mark.index() + entries.size(); }

    long term(long index) {
      return index == mark.index() ? mark.term() : entries.get((int) (index - mark.index() - 1)).term();
    }

    void truncate(long from) {
      while (last() >= from && !entries.isEmpty()) entries.removeLast();
    }

    boolean same(Group other) {
      return mark.equals(other.mark) && state.equals(other.state) && entries.equals(other.entries);
    }

    @Override
    public String toString() { return mark + " " + state + " with " + entries.size() + " entries"; }

    Group copy() {
      Group copy = new Group();
      copy.mark = mark;
      copy.state = state;
      copy.entries.addAll(entries);
      return copy;
    }
  }

  LogModel copy() {
    LogModel copy = new LogModel();
    groups.forEach((id, group) -> copy.groups.put(id, group.copy()));
    return copy;
  }

  Group group(long id) { return groups.computeIfAbsent(id, absent -> new Group()); }

  void apply(LogOperation operation) {
    switch (operation) {
      case LogOperation.Append append -> {
        Group group = group(append.group());
        if (!append.entries().isEmpty()) group.truncate(append.entries().get(0).index());
        group.entries.addAll(append.entries());
        append.state().ifPresent(state -> group.state = state);
      }
      case LogOperation.Truncate truncate -> group(truncate.group()).truncate(truncate.from());
      case LogOperation.Compact compact -> {
        Group group = group(compact.group());
        StoredMark mark = new StoredMark(compact.index(), group.term(compact.index()));
        group.entries.subList(0, (int) (compact.index() - group.mark.index())).clear();
        group.mark = mark;
      }
      case LogOperation.Reset reset -> {
        Group group = group(reset.group());
        group.entries.clear();
        group.mark = reset.mark();
        group.state = reset.state();
      }
      case LogOperation.Remove remove -> groups.remove(remove.group());
    }
  }

  /** What the log holds, read entry by entry. */
  static LogModel read(RaftLog log, long groupCount) {
    LogModel model = new LogModel();
    for (long id = 1; id <= groupCount; id++) model.groups.put(id, read(log.group(id)));
    return model;
  }

  static Group read(GroupLog log) {
    Group group = new Group();
    group.mark = log.mark();
    group.state = log.state();
    assertEquals(group.mark.index() + 1, log.firstIndex());
    group.entries.addAll(log.entries(log.firstIndex(), log.lastIndex() + 1, Long.MAX_VALUE));
    assertEquals(log.lastIndex(), group.last());
    for (StoredEntry entry : group.entries) assertEquals(entry.term(), log.term(entry.index()), "term");
    return group;
  }

  /** Null when both hold the same, else the first difference; a group that was never written is an empty one. */
  String difference(LogModel seen, long groupCount) {
    for (long id = 1; id <= groupCount; id++) {
      Group mine = groups.getOrDefault(id, new Group());
      Group other = seen.groups.getOrDefault(id, new Group());
      if (!mine.same(other)) return "group " + id + " is " + other + ", should be " + mine;
    }
    return null;
  }
}
