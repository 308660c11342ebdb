package io.vertikv.resp.server;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.Keys;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Encoding;
import io.vertikv.resp.type.Header;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.ValueType;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Just enough data commands for tests of the server, on plain strings. */
public final class TestCommands {
  public static final List<Command> TABLE = List.of(
      Command.read("GET", 2, Keys.at(1), TestCommands::get).fast(),
      Command.read("MGET", -2, Keys.range(1, -1, 1), TestCommands::mget),
      Command.write("SET", -3, Keys.at(1), TestCommands::set).denyOom(),
      Command.write("DEL", -2, Keys.range(1, -1, 1), TestCommands::del),
      Command.write("INCR", 2, Keys.at(1), TestCommands::incr).denyOom(),
      Command.write("RPUSH", -3, Keys.at(1), (tx, args) -> {
        throw CommandError.WRONG_TYPE;
      }),
      Command.write("HALFWAY", 2, Keys.at(1), TestCommands::halfway),
      Command.write("PEXPIREAT", 3, Keys.at(1), TestCommands::expireAt),
      Command.write("PEXPIRE", 3, Keys.at(1), TestCommands::expire),
      Command.read("EXISTS", -2, Keys.range(1, -1, 1), TestCommands::exists),
      Command.write("FLUSHALL", -1, Keys.NONE, TestCommands::flushAll).alone(),
      Command.session("DEBUG", -2),
      Command.session("INFO", -1),
      Command.write("SWAPDB", 3, Keys.NONE, (tx, args) -> Reply.OK).alone());

  private TestCommands() {}

  private static Header text(KeyEntry entry, byte[] value) {
    return Header.of(ValueType.STRING, Encoding.PLAIN, entry.expireAtMillis(), value);
  }

  private static byte[] value(Tx tx, Args args, int i) {
    Header header = KeyEntry.of(tx, args.key(i)).header();
    return header == null ? null : Arrays.copyOfRange(header.bytes(), header.bodyOffset(), header.bytes().length);
  }

  private static Reply get(Tx tx, Args args) { return Reply.bulk(value(tx, args, 1)); }

  private static Reply mget(Tx tx, Args args) {
    List<Reply> values = new ArrayList<>();
    byte[] last = null;
    for (int i = 1; i < args.count(); i++) {
      boolean same = i > 1 && Arrays.equals(args.bytes(i), args.bytes(i - 1));
      if (!same) last = value(tx, args, i);
      values.add(Reply.bulk(last));
    }
    return Reply.array(values);
  }

  private static Reply set(Tx tx, Args args) {
    if (args.count() > 3) throw CommandError.SYNTAX;
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    entry.write(Header.of(ValueType.STRING, Encoding.PLAIN, 0, args.bytes(2)));
    return Reply.OK;
  }

  private static Reply del(Tx tx, Args args) {
    int removed = 0;
    for (int i = 1; i < args.count(); i++) if (KeyEntry.of(tx, args.key(i)).remove()) removed++;
    return Reply.integer(removed);
  }

  private static Reply exists(Tx tx, Args args) {
    int found = 0;
    for (int i = 1; i < args.count(); i++) if (KeyEntry.of(tx, args.key(i)).exists()) found++;
    return Reply.integer(found);
  }

  private static Reply incr(Tx tx, Args args) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    byte[] old = value(tx, args, 1);
    if (old != null && !Numbers.isLong(old)) throw CommandError.NOT_AN_INTEGER;
    long next = old == null ? 1 : Numbers.toLong(old, 0, old.length) + 1;
    entry.write(text(entry, Numbers.text(next)));
    return Reply.integer(next);
  }

  /** Writes, then fails: nothing of it may stay. */
  private static Reply halfway(Tx tx, Args args) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    entry.write(text(entry, Numbers.text(-1)));
    throw CommandError.SYNTAX;
  }

  private static Reply expire(Tx tx, Args args) { return expiring(tx, args, tx.nowMillis() + args.integer(2)); }

  private static Reply expireAt(Tx tx, Args args) { return expiring(tx, args, args.integer(2)); }

  private static Reply expiring(Tx tx, Args args, long atMillis) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    if (!entry.exists()) return Reply.integer(0);
    entry.write(entry.header().expiringAt(atMillis));
    return Reply.integer(1);
  }

  private static Reply flushAll(Tx tx, Args args) {
    tx.deleteRange(KeyRange.ALL);
    for (int db = 0; db < 16; db++) {
      tx.count(KeyEntry.keysCounter(db), -tx.counter(KeyEntry.keysCounter(db)));
      tx.count(KeyEntry.expiresCounter(db), -tx.counter(KeyEntry.expiresCounter(db)));
    }
    return Reply.OK;
  }
}
