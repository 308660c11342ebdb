package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.SERVER;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.StoredNumbers;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Tx;

/**
 * SWAPDB. Which stored database stands behind each number is a record of the keyspace; {@link Databases} is what everybody
 * looks at. The record is the truth: a run takes the map from it, so that a run which is repeated swaps once.
 */
public final class DatabaseMap {
  private static final CommandError NO_DATABASE = new CommandError("ERR DB index is out of range");
  private static final CommandError BAD_FIRST = new CommandError("ERR invalid first DB index");
  private static final CommandError BAD_SECOND = new CommandError("ERR invalid second DB index");

  private DatabaseMap() {}

  /** The command's line. */
  static Command swap(Databases databases) {
    return Command.write("SWAPDB", 3, Keys.NONE, (tx, args) -> swap(tx, args, databases)).syntax("index1 index2").fast()
        .alone()
        .doc(SERVER, "4.0.0", "O(1)", "Swaps two databases for all clients at once.");
  }

  private static Reply swap(Tx tx, Args args, Databases databases) {
    int count = databases.count();
    int first = index(args, 1, BAD_FIRST);
    int second = index(args, 2, BAD_SECOND);
    if (first < 0 || first >= count || second < 0 || second >= count) throw NO_DATABASE;
    int[] map = StoredNumbers.databases(tx, count);
    int moved = map[first];
    map[first] = map[second];
    map[second] = moved;
    if (first != second) StoredNumbers.putDatabases(tx, map);
    databases.restore(map);
    return Reply.OK;
  }

  private static int index(Args args, int at, CommandError otherwise) {
    long number = args.integer(at, otherwise);
    if (number != (int) number) throw otherwise;
    return (int) number;
  }

  /** False where the data cannot say: one of several regions, and then no databases are swapped any more. */
  public static boolean isIn(KeyRange region) {
    return StoredNumbers.areIn(region);
  }

  /** Makes {@code databases} what the data says. */
  public static void load(Tx tx, Databases databases) {
    databases.restore(StoredNumbers.databases(tx, 0));
  }
}
