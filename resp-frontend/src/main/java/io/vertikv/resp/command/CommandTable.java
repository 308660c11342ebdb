package io.vertikv.resp.command;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All commands, found by name in any case. Immutable. */
public final class CommandTable {
  private final Map<String, Command> byName = new LinkedHashMap<>();
  private final Command[] commands;
  /** Open addressing by a hash of the name in upper case: no string is made to find a command. Index + 1, 0: free. */
  private final int[] buckets;
  private int longestName;

  public CommandTable(List<Command> commands) {
    this.commands = commands.toArray(Command[]::new);
    buckets = new int[Integer.highestOneBit(Math.max(16, commands.size())) << 2];
    for (int i = 0; i < this.commands.length; i++) {
      Command command = this.commands[i];
      if (byName.put(command.name(), command) != null) {
        throw new IllegalArgumentException(command.name() + " stands twice in the command table");
      }
      int at = hash(command.name());
      while (buckets[at] != 0) at = at + 1 & buckets.length - 1;
      buckets[at] = i + 1;
      longestName = Math.max(longestName, command.name().length());
    }
  }

  /** The command that argument 0 names, or null. */
  public Command find(Args args) {
    int index = indexOf(args);
    return index < 0 ? null : commands[index];
  }

  /** Where the command that argument 0 names stands in {@link #all}, or -1. */
  public int indexOf(Args args) {
    int length = args.length(0);
    if (length > longestName) return -1;
    int hash = 0;
    for (int i = 0; i < length; i++) hash = 31 * hash + (args.byteAt(0, i) & 0xDF);
    for (int at = spread(hash);; at = at + 1 & buckets.length - 1) {
      int index = buckets[at] - 1;
      if (index < 0 || args.is(0, commands[index].name())) return index;
    }
  }

  public Command find(String name) { return byName.get(name.toUpperCase(Locale.ROOT)); }

  public Collection<Command> all() { return byName.values(); }

  private int hash(String name) {
    int hash = 0;
    for (int i = 0; i < name.length(); i++) hash = 31 * hash + (name.charAt(i) & 0xDF);
    return spread(hash);
  }

  private int spread(int hash) { return (hash ^ hash >>> 15) & buckets.length - 1; }
}
