package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.STRING;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.RedisString;
import io.vertikv.resp.type.Slice;
import io.vertikv.resp.type.ValueType;
import io.vertikv.txn.Tx;
import java.util.List;

/** Strings: whole values in and out. */
public final class StringCommands {
  public static final List<Command> TABLE = List.of(
      Command.read("GET", 2, Keys.at(1), StringCommands::get).fast()
          .doc(STRING, "1.0.0", "O(1)", "Returns the string of a key."),
      Command.write("SET", -3, Keys.at(1), StringCommands::set).denyOom()
          .doc(STRING, "1.0.0", "O(1)",
              "Sets a key's string, whatever it held, perhaps with conditions and a time to die."));

  private StringCommands() {}

  private static Reply get(Tx tx, Args args) { return value(RedisString.of(tx, args.key(1))); }

  static Reply value(RedisString string) { return string.exists() ? bulk(string.whole()) : Reply.NIL; }

  static Reply bulk(Slice slice) { return new Reply.Bulk(slice.array(), slice.offset(), slice.length()); }

  private static Reply set(Tx tx, Args args) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    if (args.count() == 3) {
      put(tx, entry, args, 2, 0);
      return Reply.OK;
    }
    SetOptions options = SetOptions.of(args, 3);
    long expireAt = options.expireAtMillis(tx, args, "set");
    Reply old = null;
    if (options.get()) {
      if (entry.exists() && entry.header().type() != ValueType.STRING) throw CommandError.WRONG_TYPE;
      old = value(RedisString.of(tx, entry));
    }
    if (options.onlyIfAbsent() && entry.exists() || options.onlyIfPresent() && !entry.exists()) {
      return old != null ? old : Reply.NIL;
    }
    put(tx, entry, args, 2, options.keepTtl() ? entry.expireAtMillis() : expireAt);
    return old != null ? old : Reply.OK;
  }

  /** Sets a whole value; one that would be dead at once is not stored. */
  static void put(Tx tx, KeyEntry entry, Args args, int valueAt, long expireAtMillis) {
    if (expireAtMillis != 0 && expireAtMillis < tx.nowMillis()) entry.remove();
    else RedisString.of(tx, entry).set(args.buffer(), args.offset(valueAt), args.length(valueAt), expireAtMillis);
  }
}
