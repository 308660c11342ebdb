package io.vertikv.resp.command;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All commands, found by name in any case. Immutable. */
public final class CommandTable {
  private final Map<String, Command> byName = new LinkedHashMap<>();
  /** Open addressing by a hash of the name in upper case: no string is made to find a command. */
  private final Command[] buckets;

  public CommandTable(List<Command> commands) {
    buckets = new Command[Integer.highestOneBit(Math.max(16, commands.size())) << 2];
    for (Command command : commands) {
      if (byName.put(command.name(), command) != null) {
        throw new IllegalArgumentException(command.name() + " stands twice in the command table");
      }
      int at = hash(command.name());
      while (buckets[at] != null) at = at + 1 & buckets.length - 1;
      buckets[at] = command;
    }
  }

  /** The command that argument 0 names, or null. */
  public Command find(Args args) {
    int hash = 0;
    for (int i = 0, length = args.length(0); i < length; i++) hash = 31 * hash + (args.byteAt(0, i) & 0xDF);
    for (int at = spread(hash);; at = at + 1 & buckets.length - 1) {
      Command command = buckets[at];
      if (command == null || args.is(0, command.name())) return command;
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
