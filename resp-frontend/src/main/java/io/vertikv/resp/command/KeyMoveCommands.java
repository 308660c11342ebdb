package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.GENERIC;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.ValueCopy;
import io.vertikv.txn.Tx;
import java.util.List;

/** Values under other keys: RENAME, COPY, MOVE. */
public final class KeyMoveCommands {
  private static final CommandError NO_DATABASE = new CommandError("ERR DB index is out of range");
  private static final CommandError SAME = new CommandError("ERR source and destination objects are the same");
  private static final CommandError NOT_AN_INT = new CommandError(
      "ERR value is out of range, value must between -2147483648 and 2147483647");
  private static final String COST = "O(1) for small values, O(N) with N parts of a large one";

  public static final List<Command> TABLE = List.of(
      Command.write("RENAME", 3, Keys.range(1, 2, 1), KeyMoveCommands::rename).syntax("key newkey")
          .doc(GENERIC, "1.0.0", COST, "Gives a key another name, in place of any key of that name."),
      Command.write("RENAMENX", 3, Keys.range(1, 2, 1), KeyMoveCommands::renameIfAbsent).syntax("key newkey").fast()
          .doc(GENERIC, "1.0.0", COST, "Gives a key another name unless there is a key of that name."),
      Command.write("COPY", -3, Keys.range(1, 2, 1), KeyMoveCommands::copy)
          .syntax("source destination [DB destination-db] [REPLACE]").denyOom()
          .doc(GENERIC, "6.2.0", COST, "Copies a value to another key, perhaps of another database."),
      Command.write("MOVE", 3, Keys.at(1), KeyMoveCommands::move).syntax("key db").fast()
          .doc(GENERIC, "1.0.0", COST, "Moves a key to another database."));

  private KeyMoveCommands() {}

  private static Reply rename(Tx tx, Args args) {
    KeyEntry source = existing(tx, args.key(1));
    if (!source.key().equals(args.key(2))) transfer(tx, source, KeyEntry.of(tx, args.key(2)));
    return Reply.OK;
  }

  private static Reply renameIfAbsent(Tx tx, Args args) {
    KeyEntry source = existing(tx, args.key(1));
    KeyEntry target = KeyEntry.of(tx, args.key(2));
    if (target.exists()) return Reply.integer(0);
    transfer(tx, source, target);
    return Reply.integer(1);
  }

  private static KeyEntry existing(Tx tx, Key key) {
    KeyEntry entry = KeyEntry.of(tx, key);
    if (!entry.exists()) throw CommandError.NO_SUCH_KEY;
    return entry;
  }

  private static void transfer(Tx tx, KeyEntry source, KeyEntry target) {
    ValueCopy.run(tx, source, target);
    source.remove();
  }

  private static Reply copy(Tx tx, Args args) {
    int db = args.db();
    boolean replace = false;
    for (int i = 3; i < args.count(); i++) {
      if (args.is(i, "REPLACE")) replace = true;
      else if (args.is(i, "DB") && i + 1 < args.count()) db = database(args, ++i);
      else throw CommandError.SYNTAX;
    }
    KeyEntry source = KeyEntry.of(tx, args.key(1));
    Key to = args.key(2, db);
    if (source.key().equals(to)) throw SAME;
    if (!source.exists()) return Reply.integer(0);
    KeyEntry target = KeyEntry.of(tx, to);
    if (target.exists() && !replace) return Reply.integer(0);
    ValueCopy.run(tx, source, target);
    return Reply.integer(1);
  }

  private static Reply move(Tx tx, Args args) {
    int db = database(args, 2);
    if (db == args.db()) throw SAME;
    KeyEntry source = KeyEntry.of(tx, args.key(1));
    if (!source.exists()) return Reply.integer(0);
    KeyEntry target = KeyEntry.of(tx, args.key(1, db));
    if (target.exists()) return Reply.integer(0);
    transfer(tx, source, target);
    return Reply.integer(1);
  }

  private static int database(Args args, int at) {
    long number = args.integer(at);
    if (number != (int) number) throw NOT_AN_INT;
    if (number < 0 || number >= args.databaseCount()) throw NO_DATABASE;
    return args.stored((int) number);
  }
}
