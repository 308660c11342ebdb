package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** COMMAND GETKEYS and GETKEYSANDFLAGS. */
final class CommandKeys {
  private static final CommandError NO_COMMAND = new CommandError("ERR Invalid command specified");
  private static final CommandError NO_KEYS = new CommandError("ERR The command has no key arguments");
  private static final CommandError BAD_ARITY = new CommandError(
      "ERR Invalid number of arguments specified for command");
  private static final CommandError BAD_ARGUMENTS = new CommandError("ERR Invalid arguments specified for command");
  private static final List<String> READS = List.of("RO", "access");
  private static final List<String> READS_AND_WRITES = List.of("RW", "access", "update");
  private static final List<String> OVERWRITES = List.of("OW", "update");

  private record Found(byte[] name, List<String> flags) {}

  private final CommandHints hints;

  CommandKeys(CommandHints hints) { this.hints = hints; }

  Reply names(CommandTable table, Args args) {
    return Reply.array(find(table, args).stream().map(found -> Reply.bulk(found.name())).toList());
  }

  Reply namesAndFlags(CommandTable table, Args args) {
    List<Reply> keys = new ArrayList<>();
    for (Found found : find(table, args)) {
      keys.add(Reply.array(Reply.bulk(found.name()),
          Reply.set(found.flags().stream().map(Reply::simple).toList())));
    }
    return Reply.array(keys);
  }

  private List<Found> find(CommandTable table, Args args) {
    byte[][] asked = new byte[args.count() - 2][];
    for (int i = 0; i < asked.length; i++) asked[i] = args.bytes(i + 2);
    Args inner = Args.of(args.db(), asked);
    Command command = table.find(inner);
    if (command == null) throw NO_COMMAND;
    String name = CommandDescription.name(null, command);
    if (!command.subcommands().isEmpty() && inner.count() > 1) {
      CommandCommands.Named sub = CommandCommands.find(table, name + "|" + inner.text(1));
      if (sub == null) throw NO_COMMAND;
      name = CommandDescription.name(command, sub.command());
      command = sub.command();
    }
    if (command.keys().first() == 0 && !command.keys().movable()) throw NO_KEYS;
    if (!command.accepts(inner.count())) throw BAD_ARITY;
    return keys(name, command, inner);
  }

  private List<Found> keys(String name, Command command, Args args) {
    Map<Integer, List<String>> flags = new HashMap<>();
    List<KeySpec> specs = hints.of(name).keySpecs();
    for (KeySpec spec : specs) {
      List<String> what = spec.flags().contains("variable_flags") ? variable(name, args) : spec.flags();
      if (!spec.positions(args, position -> flags.put(position, what))) throw BAD_ARGUMENTS;
    }
    List<String> otherwise = specs.isEmpty() ? READS : specs.getLast().flags();
    List<Found> found = new ArrayList<>();
    command.keys().each(args, position -> found.add(
        new Found(args.bytes(position), flags.getOrDefault(position, otherwise))));
    if (found.isEmpty()) throw BAD_ARGUMENTS;
    return found;
  }

  /** Where the arguments decide: SET reads with GET, BITFIELD writes with anything but GET. */
  private static List<String> variable(String name, Args args) {
    if (name.equals("set")) {
      for (int i = 3; i < args.count(); i++) if (args.is(i, "GET")) return READS_AND_WRITES;
      return OVERWRITES;
    }
    for (int i = 2; i < args.count(); i++) if (args.is(i, "SET") || args.is(i, "INCRBY")) return READS_AND_WRITES;
    return READS;
  }
}
