package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.STRING;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.RedisString;
import io.vertikv.txn.Tx;
import java.util.List;

/** Strings: parts of a value, read and changed in place. */
public final class StringPartCommands {
  private static final CommandError OFFSET_OUT_OF_RANGE = new CommandError("ERR offset is out of range");
  private static final Reply EMPTY = Reply.bulk("");

  public static final List<Command> TABLE = List.of(
      Command.write("APPEND", 3, Keys.at(1), StringPartCommands::append).syntax("key value").denyOom().fast()
          .doc(STRING, "2.0.0", "O(1)", "Adds to the end of a key's string, which starts empty."),
      Command.read("STRLEN", 2, Keys.at(1), StringPartCommands::length).syntax("key").fast()
          .doc(STRING, "2.2.0", "O(1)", "Returns the length of a key's string in bytes."),
      Command.write("SETRANGE", 4, Keys.at(1), StringPartCommands::setRange).syntax("key offset value").denyOom()
          .doc(STRING, "2.2.0", "O(M) with M bytes given, however long the string is",
              "Overwrites a part of a key's string, which grows with zeros where it is too short."),
      Command.read("GETRANGE", 4, Keys.at(1), StringPartCommands::getRange).syntax("key start end")
          .doc(STRING, "2.4.0", "O(N) with N bytes returned", "Returns a part of a key's string."),
      Command.read("SUBSTR", 4, Keys.at(1), StringPartCommands::getRange).syntax("key start end")
          .doc(STRING, "1.0.0", "O(N) with N bytes returned", "The older name of GETRANGE."));

  private StringPartCommands() {}

  private static Reply append(Tx tx, Args args) {
    RedisString string = RedisString.of(tx, args.key(1));
    return Reply.integer(string.append(args.buffer(), args.offset(2), args.length(2)));
  }

  private static Reply length(Tx tx, Args args) {
    return Reply.integer(RedisString.of(tx, args.key(1)).length());
  }

  private static Reply setRange(Tx tx, Args args) {
    long offset = args.integer(2);
    if (offset < 0) throw OFFSET_OUT_OF_RANGE;
    RedisString string = RedisString.of(tx, args.key(1));
    if (args.length(3) > 0) string.setRange(offset, args.buffer(), args.offset(3), args.length(3));
    return Reply.integer(string.length());
  }

  private static Reply getRange(Tx tx, Args args) {
    long start = args.integer(2);
    long end = args.integer(3);
    RedisString string = RedisString.of(tx, args.key(1));
    long length = string.length();
    if (start < 0 && end < 0 && start > end) return EMPTY;
    long from = start < 0 ? Math.max(0, length + start) : start;
    long to = Math.min(end < 0 ? Math.max(0, length + end) : end, length - 1);
    return from > to ? EMPTY : StringCommands.bulk(string.range(from, to + 1));
  }
}
