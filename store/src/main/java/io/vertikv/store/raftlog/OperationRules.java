package io.vertikv.store.raftlog;

import java.util.List;

/** What an operation must fulfil; breaking a rule is a programming error above the log, never an outcome. */
final class OperationRules {
  private OperationRules() {}

  static void check(LogOperation operation, GroupIndex index) {
    if (index.sealed() && !(operation instanceof LogOperation.Remove))
      throw broken(operation, "it has " + index.health());
    switch (operation) {
      case LogOperation.Append append -> checkEntries(append, index);
      case LogOperation.Truncate truncate -> checkAboveMark(truncate, truncate.from(), index);
      case LogOperation.Compact compact -> {
        if (compact.index() < index.mark().index() || compact.index() > index.last()) {
          throw broken(compact, "the group holds entries " + index.first() + ".." + index.last());
        }
      }
      case LogOperation.Reset reset -> {
        if (reset.mark().index() < index.mark().index()) throw broken(reset, "the mark is at " + index.mark());
      }
      case LogOperation.Remove remove -> {}
    }
  }

  private static void checkEntries(LogOperation.Append append, GroupIndex index) {
    List<StoredEntry> entries = append.entries();
    if (entries.isEmpty()) return;
    long first = entries.get(0).index();
    checkAboveMark(append, first, index);
    if (first > index.last() + 1) throw broken(append, "the last entry is " + index.last());
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).index() != first + i)
        throw broken(append, "index " + entries.get(i).index() + " at place " + i);
      if (entries.get(i).payload().length() > RaftLogConfig.ENTRY_BYTES_MAX) {
        throw broken(append,
            "entry " + entries.get(i).index() + " has " + entries.get(i).payload().length() + " bytes");
      }
    }
  }

  private static void checkAboveMark(LogOperation operation, long index, GroupIndex group) {
    if (index <= group.mark().index()) throw broken(operation, "entries up to " + group.mark() + " were compacted");
  }

  private static IllegalArgumentException broken(LogOperation operation, String why) {
    return new IllegalArgumentException(
        operation.getClass().getSimpleName() + " of group " + operation.group() + ": " + why);
  }
}
