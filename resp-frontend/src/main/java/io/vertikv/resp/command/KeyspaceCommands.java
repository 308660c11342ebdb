package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.GENERIC;
import static io.vertikv.resp.command.Command.Group.SERVER;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Glob;
import io.vertikv.resp.type.KeyScan;
import io.vertikv.resp.type.Keyspace;
import io.vertikv.resp.type.Slice;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/** Commands on a database as a whole. */
public final class KeyspaceCommands {
  /** The most keys that one SCAN looks at, whatever COUNT says: it is a hint. */
  static final int SCAN_COUNT_MAX = 10_000;
  /** Bytes of names after which a SCAN ends its reply. */
  private static final int SCAN_BYTES_MAX = 1 << 20;
  private static final CommandError TOO_MANY = new CommandError(
      "ERR the names would fill more than " + StringCommands.REPLY_BYTES_MAX + " bytes, use SCAN");

  public static final List<Command> TABLE = List.of(
      Command.read("SCAN", -2, Keys.NONE, KeyspaceCommands::scan)
          .syntax("cursor [MATCH pattern] [COUNT count] [TYPE type]")
          .doc(GENERIC, "2.8.0", "O(1) for each call, O(N) for a whole walk with N keys",
              "Walks over the keys of the database, some with each call."),
      Command.read("KEYS", 2, Keys.NONE, KeyspaceCommands::keys).syntax("pattern")
          .doc(GENERIC, "1.0.0", "O(N) with N keys in the database", "Returns all key names that match a pattern."),
      Command.read("RANDOMKEY", 1, Keys.NONE, KeyspaceCommands::randomKey)
          .doc(GENERIC, "1.0.0", "O(1)", "Returns the name of some key."),
      Command.read("DBSIZE", 1, Keys.NONE, (tx, args) -> Reply.integer(Keyspace.size(tx, args.db()))).fast()
          .doc(SERVER, "1.0.0", "O(E) with E keys that expired a moment ago", "Counts the keys of the database."),
      Command.write("FLUSHDB", -1, Keys.NONE, KeyspaceCommands::flushDatabase).syntax("[ASYNC | SYNC]").alone()
          .doc(SERVER, "1.0.0", "O(1)", "Removes all keys of the database."),
      Command.write("FLUSHALL", -1, Keys.NONE, KeyspaceCommands::flushAll).syntax("[ASYNC | SYNC]").alone()
          .doc(SERVER, "1.0.0", "O(1)", "Removes all keys of all databases."));

  private KeyspaceCommands() {}

  /** The cursor is the place behind the last key looked at; all keys of one place are looked at together. */
  private static Reply scan(Tx tx, Args args) {
    long from = ScanArgs.cursor(args, 1);
    ScanArgs wanted = ScanArgs.ofKeys(args, 2);
    long count = Math.min(wanted.count(), SCAN_COUNT_MAX);
    List<Reply> shown = new ArrayList<>();
    if (from < 0 || from >= KeyScan.PLACES) return ScanArgs.reply(0, shown);
    try (KeyScan keys = KeyScan.from(tx, args.db(), from)) {
      long bytes = 0;
      long last = -1;
      for (long looked = 0; keys.next(); looked++) {
        long place = keys.place();
        if ((looked >= count || bytes > SCAN_BYTES_MAX) && place != last) return ScanArgs.reply(last + 1, shown);
        last = place;
        if (!keys.alive() || wanted.type() != null && !keys.type().label().equalsIgnoreCase(wanted.type())) continue;
        Slice name = Slice.of(keys.name());
        if (!wanted.shows(name)) continue;
        shown.add(StringCommands.bulk(name));
        bytes += name.length();
      }
    }
    return ScanArgs.reply(0, shown);
  }

  /** Where a SCAN wants to go on. */
  public static long cursor(Args scan) {
    return ScanArgs.cursor(scan, 1);
  }

  private static Reply keys(Tx tx, Args args) {
    Glob pattern = Glob.of(args.bytes(1));
    List<Reply> names = new ArrayList<>();
    long bytes = 0;
    try (KeyScan keys = KeyScan.from(tx, args.db(), 0)) {
      while (keys.next()) {
        if (!keys.alive()) continue;
        byte[] name = keys.name();
        if (!pattern.matchesAll() && !pattern.matches(name)) continue;
        names.add(Reply.bulk(name));
        bytes += name.length;
        if (bytes > StringCommands.REPLY_BYTES_MAX) throw TOO_MANY;
      }
    }
    return Reply.array(names);
  }

  private static Reply randomKey(Tx tx, Args args) { return Reply.bulk(KeyScan.any(tx, args.db(), tx.random())); }

  private static Reply flushDatabase(Tx tx, Args args) {
    expectFlushMode(args);
    Keyspace.clear(tx, args.db());
    return Reply.OK;
  }

  private static Reply flushAll(Tx tx, Args args) {
    expectFlushMode(args);
    Keyspace.clearAll(tx, args.databaseCount());
    return Reply.OK;
  }

  /** ASYNC and SYNC mean the same: a range is deleted in constant time. */
  private static void expectFlushMode(Args args) {
    boolean known = args.count() == 1 || args.count() == 2 && (args.is(1, "ASYNC") || args.is(1, "SYNC"));
    if (!known) throw CommandError.SYNTAX;
  }
}
