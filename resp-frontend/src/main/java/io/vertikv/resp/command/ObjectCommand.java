package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.GENERIC;

import io.vertikv.resp.command.Command.Flag;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Header;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.RedisString;
import io.vertikv.resp.type.ValueType;
import io.vertikv.txn.Tx;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/** OBJECT: what Redis would tell of its memory, as far as it means something here. */
public final class ObjectCommand {
  private static final Reply ONE_REFERENCE = Reply.integer(1);
  private static final Reply NOT_IDLE = Reply.integer(0);
  private static final CommandError NO_FREQUENCY = new CommandError(
      "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching "
          + "between policies at runtime LRU and LFU data will take some time to adjust.");
  private static final List<String> HELP = List.of(
      "OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "ENCODING <key>",
      "    Return the kind of internal representation used in order to store the value",
      "    associated with a <key>.",
      "FREQ <key>",
      "    Return the access frequency index of the <key>. The returned integer is",
      "    proportional to the logarithm of the recent access frequency of the key.",
      "IDLETIME <key>",
      "    Return the idle time of the <key>, that is the approximated number of",
      "    seconds elapsed since the last access to the key.",
      "REFCOUNT <key>",
      "    Return the number of references of the value associated with the specified",
      "    <key>.",
      "HELP",
      "    Print this help.");

  private static final List<Command> SUBCOMMANDS = List.of(
      Command.read("ENCODING", 3, Keys.at(2), (tx, args) -> ofKey(tx, args, ObjectCommand::encoding)).syntax("key")
          .doc(GENERIC, "2.2.3", "O(1)", "Names the layout that Redis would use for the value."),
      Command.read("FREQ", 3, Keys.at(2), (tx, args) -> ofKey(tx, args, entry -> {
        throw NO_FREQUENCY;
      })).syntax("key")
          .doc(GENERIC, "4.0.0", "O(1)", "Access frequencies are not kept: always an error for a key that exists."),
      Command.read("IDLETIME", 3, Keys.at(2), (tx, args) -> ofKey(tx, args, entry -> NOT_IDLE)).syntax("key")
          .doc(GENERIC, "2.2.3", "O(1)", "Access times are not kept: 0 for every key."),
      Command.read("REFCOUNT", 3, Keys.at(2), (tx, args) -> ofKey(tx, args, entry -> ONE_REFERENCE)).syntax("key")
          .doc(GENERIC, "2.2.3", "O(1)", "Values are never shared: 1 for every key."),
      Command.read("HELP", 2, Keys.NONE, (tx, args) -> help()).with(Flag.LOADING, Flag.STALE)
          .doc(GENERIC, "6.2.0", "O(1)", "Lists the subcommands."));

  public static final List<Command> TABLE = List.of(
      Command.read("OBJECT", -2, ObjectCommand::keyPosition, ObjectCommand::object).containing(SUBCOMMANDS)
          .doc(GENERIC, "2.2.3", "Depends on subcommand.", "Commands on how values are kept."));

  private interface Question {
    Reply answer(KeyEntry entry);
  }

  private ObjectCommand() {}

  private static void keyPosition(Args args, IntConsumer position) {
    if (args.count() > 2) position.accept(2);
  }

  private static Reply object(Tx tx, Args args) {
    for (Command subcommand : SUBCOMMANDS) {
      if (!args.is(1, subcommand.name())) continue;
      if (!subcommand.accepts(args.count())) {
        String name = subcommand.name().toLowerCase(Locale.ROOT);
        throw new CommandError("ERR wrong number of arguments for 'object|" + name + "' command");
      }
      return subcommand.handler().run(tx, args);
    }
    throw new CommandError("ERR unknown subcommand '" + args.text(1) + "'. Try OBJECT HELP.");
  }

  private static Reply ofKey(Tx tx, Args args, Question question) {
    KeyEntry entry = KeyEntry.of(tx, args.key(2));
    return entry.exists() ? question.answer(entry) : Reply.NIL;
  }

  private static Reply encoding(KeyEntry entry) { return Reply.bulk(encodingName(entry.header())); }

  /** In Redis' words. */
  public static String encodingName(Header header) {
    return switch (header.encoding()) {
      case PLAIN, SEGMENTS -> RedisString.encodingName(header);
      case INLINE -> "listpack";
      case INTSET -> "intset";
      case ELEMENTS -> elements(header.type());
    };
  }

  private static String elements(ValueType type) {
    return switch (type) {
      case HASH, SET -> "hashtable";
      case ZSET -> "skiplist";
      case LIST -> "quicklist";
      case STREAM -> "stream";
      case STRING -> "raw";
    };
  }

  private static Reply help() {
    return Reply.array(HELP.stream().map(Reply::simple).toList());
  }
}
