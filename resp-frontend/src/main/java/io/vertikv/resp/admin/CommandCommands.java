package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import io.vertikv.resp.type.Glob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** COMMAND and its subcommands: the table as clients read it. */
final class CommandCommands {
  private static final SessionCommand HELP = AdminCommands.help(
      "COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "(no subcommand)",
      "    Return details about all Redis commands.",
      "COUNT",
      "    Return the total number of commands in this Redis server.",
      "LIST",
      "    Return a list of all commands in this Redis server.",
      "INFO [<command-name> ...]",
      "    Return details about multiple Redis commands.",
      "    If no command names are given, documentation details for all",
      "    commands are returned.",
      "DOCS [<command-name> ...]",
      "    Return documentation details about multiple Redis commands.",
      "    If no command names are given, documentation details for all",
      "    commands are returned.",
      "GETKEYS <full-command>",
      "    Return the keys from a full Redis command.",
      "GETKEYSANDFLAGS <full-command>",
      "    Return the keys and the access flags from a full Redis command.",
      "HELP",
      "    Print this help.");

  private final CommandDescription description;

  private CommandCommands(CommandDescription description) { this.description = description; }

  static Map<String, SessionCommand> all(CommandHints hints) {
    CommandCommands commands = new CommandCommands(new CommandDescription(hints));
    CommandKeys keys = new CommandKeys(hints);
    return Map.of(
        "COMMAND", commands::everything,
        "COMMAND|INFO", commands::info,
        "COMMAND|DOCS", commands::docs,
        "COMMAND|COUNT", (session, args) -> Reply.integer(table(session).all().size()),
        "COMMAND|LIST", commands::list,
        "COMMAND|GETKEYS", (session, args) -> keys.names(table(session), args),
        "COMMAND|GETKEYSANDFLAGS", (session, args) -> keys.namesAndFlags(table(session), args),
        "COMMAND|HELP", HELP);
  }

  private static CommandTable table(Session session) { return session.frontEnd().table(); }

  private Reply everything(Session session, Args args) {
    return Reply.array(table(session).all().stream().map(command -> description.info(null, command)).toList());
  }

  private Reply info(Session session, Args args) {
    if (args.count() == 2) return everything(session, args);
    List<Reply> found = new ArrayList<>();
    for (int i = 2; i < args.count(); i++) {
      Named named = find(table(session), args.text(i));
      found.add(named == null ? Reply.NIL : description.info(named.container(), named.command()));
    }
    return Reply.array(found);
  }

  private Reply docs(Session session, Args args) {
    List<Reply> flat = new ArrayList<>();
    if (args.count() == 2) {
      for (Command command : table(session).all()) addDocs(new Named(null, command), flat);
    }
    for (int i = 2; i < args.count(); i++) {
      Named named = find(table(session), args.text(i));
      if (named != null) addDocs(named, flat);
    }
    return Reply.map(flat);
  }

  private void addDocs(Named named, List<Reply> flat) {
    flat.add(Reply.bulk(CommandDescription.name(named.container(), named.command())));
    flat.add(description.docs(named.command()));
  }

  /** A command, or a subcommand with its container. */
  record Named(Command container, Command command) {}

  /** By name, as {@code get} or {@code config|get}; null when there is none. */
  static Named find(CommandTable table, String name) {
    int bar = name.indexOf('|');
    Command command = table.find(bar < 0 ? name : name.substring(0, bar));
    if (command == null || bar < 0) return command == null ? null : new Named(null, command);
    String wanted = name.substring(bar + 1);
    for (Command sub : command.subcommands()) if (sub.name().equalsIgnoreCase(wanted)) return new Named(command, sub);
    return null;
  }

  private Reply list(Session session, Args args) {
    if (args.count() == 2) {
      return Reply.array(table(session).all().stream().map(command -> name(command.name())).toList());
    }
    if (args.count() != 5 || !args.is(2, "FILTERBY")) throw CommandError.SYNTAX;
    Predicate<Named> filter = filter(args);
    List<Reply> names = new ArrayList<>();
    for (Command command : table(session).all()) {
      add(new Named(null, command), filter, names);
      for (Command sub : command.subcommands()) add(new Named(command, sub), filter, names);
    }
    return Reply.array(names);
  }

  private Predicate<Named> filter(Args args) {
    if (args.is(3, "MODULE")) return named -> false;
    if (args.is(3, "ACLCAT")) {
      String category = "@" + args.text(4).toLowerCase(Locale.ROOT);
      return named -> description.categories(named.container(), named.command()).contains(category);
    }
    if (args.is(3, "PATTERN")) {
      Glob pattern = Glob.of(args.text(4).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return named -> pattern.matches(
          CommandDescription.name(named.container(), named.command()).getBytes(StandardCharsets.UTF_8));
    }
    throw CommandError.SYNTAX;
  }

  private static void add(Named named, Predicate<Named> filter, List<Reply> names) {
    if (filter.test(named)) names.add(Reply.bulk(CommandDescription.name(named.container(), named.command())));
  }

  private static Reply name(String name) { return Reply.bulk(name.toLowerCase(Locale.ROOT)); }
}
