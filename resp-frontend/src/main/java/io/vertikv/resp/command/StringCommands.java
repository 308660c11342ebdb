package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.STRING;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.RedisString;
import io.vertikv.resp.type.Slice;
import io.vertikv.resp.type.ValueType;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/** Strings: whole values in and out. */
public final class StringCommands {
  /** The most that one reply carries: MGET may name the same long string many times. */
  static final long REPLY_BYTES_MAX = 64L << 20;

  private static final CommandError REPLY_TOO_LONG = new CommandError(
      "ERR the reply would hold more than " + REPLY_BYTES_MAX + " bytes, ask for fewer keys at once");

  public static final List<Command> TABLE = List.of(
      Command.read("GET", 2, Keys.at(1), StringCommands::get).syntax("key").fast()
          .doc(STRING, "1.0.0", "O(1)", "Returns the string of a key."),
      Command.write("SET", -3, Keys.at(1), StringCommands::set).syntax(
          "key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]")
          .denyOom()
          .doc(STRING, "1.0.0", "O(1)",
              "Sets a key's string, whatever it held, perhaps with conditions and a time to die."),
      Command.write("SETNX", 3, Keys.at(1), StringCommands::setIfAbsent).syntax("key value").denyOom().fast()
          .doc(STRING, "1.0.0", "O(1)", "Sets a key's string only where the key does not exist."),
      Command.write("SETEX", 4, Keys.at(1), (tx, args) -> setExpiring(tx, args, ExpireTime.EX, "setex"))
          .syntax("key seconds value").denyOom()
          .doc(STRING, "2.0.0", "O(1)", "Sets a key's string and lets it die after a number of seconds."),
      Command.write("PSETEX", 4, Keys.at(1), (tx, args) -> setExpiring(tx, args, ExpireTime.PX, "psetex"))
          .syntax("key milliseconds value").denyOom()
          .doc(STRING, "2.6.0", "O(1)", "Sets a key's string and lets it die after a number of milliseconds."),
      Command.write("GETSET", 3, Keys.at(1), StringCommands::getAndSet).syntax("key value").denyOom().fast()
          .doc(STRING, "1.0.0", "O(1)", "Sets a key's string and returns the one before."),
      Command.write("GETDEL", 2, Keys.at(1), StringCommands::getAndDelete).syntax("key").fast()
          .doc(STRING, "6.2.0", "O(1)", "Returns the string of a key and removes the key."),
      Command.write("GETEX", -2, Keys.at(1), StringCommands::getAndExpire)
          .syntax("key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | PERSIST]")
          .fast()
          .doc(STRING, "6.2.0", "O(1)", "Returns the string of a key and sets or takes away its time to die."),
      Command.read("MGET", -2, Keys.range(1, -1, 1), StringCommands::getMany).syntax("key...").fast()
          .doc(STRING, "1.0.0", "O(N) with N keys", "Returns the strings of many keys, nulls where there is none."),
      Command.write("MSET", -3, Keys.range(1, -1, 2), StringCommands::setMany).syntax("(key value)...").denyOom()
          .doc(STRING, "1.0.1", "O(N) with N keys", "Sets the strings of many keys at once."),
      Command.write("MSETNX", -3, Keys.range(1, -1, 2), StringCommands::setManyIfAbsent).syntax("(key value)...")
          .denyOom()
          .doc(STRING, "1.0.1", "O(N) with N keys",
              "Sets the strings of many keys, or of none if any of them exists."));

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

  private static Reply setIfAbsent(Tx tx, Args args) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    if (entry.exists()) return Reply.integer(0);
    put(tx, entry, args, 2, 0);
    return Reply.integer(1);
  }

  private static Reply setExpiring(Tx tx, Args args, ExpireTime time, String command) {
    long expireAt = time.positive(tx, args, 2, command);
    put(tx, KeyEntry.of(tx, args.key(1)), args, 3, expireAt);
    return Reply.OK;
  }

  private static Reply getAndSet(Tx tx, Args args) {
    RedisString string = RedisString.of(tx, args.key(1));
    Reply old = value(string);
    put(tx, string.entry(), args, 2, 0);
    return old;
  }

  private static Reply getAndDelete(Tx tx, Args args) {
    RedisString string = RedisString.of(tx, args.key(1));
    Reply old = value(string);
    string.entry().remove();
    return old;
  }

  private static Reply getAndExpire(Tx tx, Args args) {
    SetOptions options = SetOptions.ofGetEx(args, 2);
    RedisString string = RedisString.of(tx, args.key(1));
    if (!string.exists()) return Reply.NIL;
    long expireAt = options.expireAtMillis(tx, args, "getex");
    Reply old = value(string);
    KeyEntry entry = string.entry();
    if (options.hasTime() && expireAt <= tx.nowMillis()) entry.remove();
    else if (options.hasTime() || options.persist() && entry.expireAtMillis() != 0) {
      entry.write(entry.header().expiringAt(expireAt));
    }
    return old;
  }

  private static Reply getMany(Tx tx, Args args) {
    List<Reply> values = new ArrayList<>(args.count() - 1);
    long bytes = 0;
    for (int i = 1; i < args.count(); i++) {
      KeyEntry entry = KeyEntry.of(tx, args.key(i));
      if (entry.exists() && entry.header().type() == ValueType.STRING) {
        RedisString string = RedisString.of(tx, entry);
        bytes += string.length();
        if (bytes > REPLY_BYTES_MAX) throw REPLY_TOO_LONG;
        values.add(bulk(string.whole()));
      } else {
        values.add(Reply.NIL);
      }
    }
    return Reply.array(values);
  }

  private static Reply setMany(Tx tx, Args args) {
    expectPairs(args);
    for (int i = 1; i < args.count(); i += 2) put(tx, KeyEntry.of(tx, args.key(i)), args, i + 1, 0);
    return Reply.OK;
  }

  private static Reply setManyIfAbsent(Tx tx, Args args) {
    expectPairs(args);
    for (int i = 1; i < args.count(); i += 2) if (KeyEntry.of(tx, args.key(i)).exists()) return Reply.integer(0);
    setMany(tx, args);
    return Reply.integer(1);
  }

  private static void expectPairs(Args args) {
    if (args.count() % 2 == 0) throw Parse.wrongArity(args);
  }

  /** Sets a whole value; one that would be dead at once is not stored. */
  static void put(Tx tx, KeyEntry entry, Args args, int valueAt, long expireAtMillis) {
    if (expireAtMillis != 0 && expireAtMillis < tx.nowMillis()) entry.remove();
    else RedisString.of(tx, entry).set(args.buffer(), args.offset(valueAt), args.length(valueAt), expireAtMillis);
  }
}
