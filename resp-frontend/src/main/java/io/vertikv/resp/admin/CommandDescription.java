package io.vertikv.resp.admin;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.Command.Flag;
import io.vertikv.resp.command.Keys;
import io.vertikv.resp.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line of the command table as COMMAND INFO and COMMAND DOCS lay it out. */
final class CommandDescription {
  private final CommandHints hints;

  CommandDescription(CommandHints hints) { this.hints = hints; }

  /** In lower case; a subcommand with its container: {@code config|get}. */
  static String name(Command container, Command command) {
    String own = command.name().toLowerCase(Locale.ROOT);
    return container == null ? own : container.name().toLowerCase(Locale.ROOT) + "|" + own;
  }

  /** Name, arity, flags, first key, last key, step, categories, tips, key specifications, subcommands. */
  Reply info(Command container, Command command) {
    CommandHints.Hint hint = hints.of(name(container, command));
    Keys keys = command.keys();
    return Reply.array(Reply.bulk(name(container, command)), Reply.integer(command.arity()),
        Reply.set(flags(command).stream().map(Reply::simple).toList()), Reply.integer(keys.first()),
        Reply.integer(keys.last()), Reply.integer(keys.step()),
        Reply.set(categories(container, command).stream().map(Reply::simple).toList()),
        Reply.set(hint.tips().stream().map(Reply::bulk).toList()),
        Reply.set(hint.keySpecs().stream().map(KeySpec::reply).toList()),
        subcommands(command));
  }

  /** As in Redis, none is an empty set. */
  private Reply subcommands(Command command) {
    if (command.subcommands().isEmpty()) return Reply.set(List.of());
    return Reply.array(command.subcommands().stream().map(sub -> info(command, sub)).toList());
  }

  private static List<String> flags(Command command) {
    List<String> flags = new ArrayList<>();
    for (Flag flag : command.flags()) flags.add(flag.name().toLowerCase(Locale.ROOT));
    if (command.keys().movable()) flags.add("movablekeys");
    return flags;
  }

  /** Those that follow from the flags, and those that somebody decided. */
  List<String> categories(Command container, Command command) {
    List<String> categories = new ArrayList<>();
    for (String category : hints.of(name(container, command)).categories()) categories.add("@" + category);
    if (command.is(Flag.WRITE)) categories.add("@write");
    if (command.is(Flag.READONLY)) categories.add("@read");
    if (command.is(Flag.ADMIN)) categories.addAll(List.of("@admin", "@dangerous"));
    if (command.is(Flag.BLOCKING)) categories.add("@blocking");
    categories.add(command.is(Flag.FAST) ? "@fast" : "@slow");
    return categories;
  }

  Reply docs(Command command) {
    Command.Doc doc = command.doc();
    List<Reply> flat = new ArrayList<>();
    put(flat, "summary", Reply.bulk(doc.summary()));
    put(flat, "since", Reply.bulk(doc.since()));
    put(flat, "group", Reply.bulk(doc.group().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    if (!doc.complexity().isEmpty()) put(flat, "complexity", Reply.bulk(doc.complexity()));
    if (!doc.arguments().isEmpty()) put(flat, "arguments", ArgumentReplies.of(doc.arguments()));
    if (!command.subcommands().isEmpty()) {
      List<Reply> subs = new ArrayList<>();
      for (Command sub : command.subcommands()) put(subs, name(command, sub), docs(sub));
      put(flat, "subcommands", Reply.map(subs));
    }
    return Reply.map(flat);
  }

  private static void put(List<Reply> flat, String name, Reply value) {
    flat.add(Reply.bulk(name));
    flat.add(value);
  }
}
