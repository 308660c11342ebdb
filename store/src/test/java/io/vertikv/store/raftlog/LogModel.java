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

  /** Null when the log holds just this, else the first difference. */
  String difference(RaftLog log, long groupCount) {
    for (long id = 1; id <= groupCount; id++) {
      String difference = difference(log.group(id), groups.getOrDefault(id, new Group()));
      if (difference != null) return difference;
    }
    return null;
  }

  static String difference(GroupLog log, Group group) {
    String seen = describe(log.mark(), log.state(), log.firstIndex(), log.lastIndex());
    String wanted = describe(group.mark, group.state, group.mark.index() + 1, group.last());
    if (!seen.equals(wanted)) return "group " + log.id() + " is " + seen + ", should be " + wanted;
    List<StoredEntry> entries = log.entries(log.firstIndex(), log.lastIndex() + 1, Long.MAX_VALUE);
    if (!entries.equals(group.entries)) return "group " + log.id() + " has other entries";
    for (StoredEntry entry : entries) assertEquals(entry.term(), log.term(entry.index()), "term");
    return null;
  }

  private static String describe(StoredMark mark, StoredState state, long first, long last) {
    return mark + " " + state + " " + first + ".." + last;
  }
}
