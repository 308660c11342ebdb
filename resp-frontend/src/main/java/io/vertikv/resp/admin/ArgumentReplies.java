package io.vertikv.resp.admin;

import io.vertikv.resp.command.Argument;
import io.vertikv.resp.command.Argument.Type;
import io.vertikv.resp.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The arguments of one command as COMMAND DOCS lays them out. */
final class ArgumentReplies {
  /** Keys are numbered in the order of the key specifications. */
  private int keys;

  private ArgumentReplies() {}

  static Reply of(List<Argument> arguments) { return new ArgumentReplies().all(arguments); }

  private Reply all(List<Argument> arguments) { return Reply.array(arguments.stream().map(this::one).toList()); }

  private Reply one(Argument argument) {
    List<Reply> flat = new ArrayList<>();
    put(flat, "name", Reply.bulk(argument.name()));
    put(flat, "type", Reply.bulk(argument.type().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    boolean group = argument.type() == Type.ONEOF || argument.type() == Type.BLOCK;
    if (!group) put(flat, "display_text", Reply.bulk(argument.name()));
    if (argument.type() == Type.KEY) put(flat, "key_spec_index", Reply.integer(keys++));
    if (!argument.token().isEmpty()) put(flat, "token", Reply.bulk(argument.token()));
    List<Reply> flags = flags(argument);
    if (!flags.isEmpty()) put(flat, "flags", Reply.set(flags));
    if (group) put(flat, "arguments", all(argument.arguments()));
    return Reply.map(flat);
  }

  private static List<Reply> flags(Argument argument) {
    List<Reply> flags = new ArrayList<>();
    if (argument.optional()) flags.add(Reply.simple("optional"));
    if (argument.multiple()) flags.add(Reply.simple("multiple"));
    if (argument.repeatsToken()) flags.add(Reply.simple("multiple_token"));
    return flags;
  }

  private static void put(List<Reply> flat, String name, Reply value) {
    flat.add(Reply.bulk(name));
    flat.add(value);
  }
}
