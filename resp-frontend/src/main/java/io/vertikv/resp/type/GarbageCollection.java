package io.vertikv.resp.type;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the parts of values that were deleted or replaced as a whole, in the background: one operation finds a bounded
 * number of keys, another deletes them. Between the two nothing can go wrong: a part can be reached only through a header
 * that names its generation, and none does any more. For the same reason no client ever sees the difference, and an
 * interrupted run goes on wherever it was: what is left of the parts is the state.
 *
 * <p>A task is a reminder of a time long past, so that it lies with its key wherever regions are cut, and all tasks of a
 * region are found together.
 */
public final class GarbageCollection {
  /** Before the time of any key that can expire: who is given a time that has passed dies at once. */
  static final long DUE_MILLIS = 1;

  private GarbageCollection() {}

  /** The parts of this generation are nobody's from now on. */
  static void leave(Tx tx, Key key, long generation) {
    tx.remind(RedisKeys.garbage(key, generation), 0, DUE_MILLIS);
  }

  /** Keys to delete: parts first, a task only behind all of its parts. Reads only; at most so many. */
  public static List<byte[]> find(Tx tx, int keysMax) {
    List<byte[]> found = new ArrayList<>();
    try (Cursor tasks = tx.due(DUE_MILLIS, DUE_MILLIS)) {
      while (found.size() < keysMax && tasks.next()) {
        byte[] task = tasks.key();
        Key key = RedisKeys.keyOf(task);
        collect(tx, RedisKeys.elements(key, RedisKeys.generationOf(task)), keysMax, found);
        collect(tx, RedisKeys.scores(key, RedisKeys.generationOf(task)), keysMax, found);
        collect(tx, RedisKeys.ranks(key, RedisKeys.generationOf(task)), keysMax, found);
        if (found.size() < keysMax) found.add(task);
      }
    }
    return found;
  }

  public static void delete(Tx tx, List<byte[]> found) {
    for (byte[] key : found) {
      if (RedisKeys.isGarbage(key)) tx.remind(key, DUE_MILLIS, 0);
      else tx.delete(key);
    }
  }

  /**
   * Both in one transaction.
   *
   * @return true when more may be left
   */
  public static boolean run(Tx tx, int keysMax) {
    List<byte[]> found = find(tx, keysMax);
    delete(tx, found);
    return found.size() == keysMax;
  }

  private static void collect(Tx tx, KeyRange parts, int keysMax, List<byte[]> found) {
    if (found.size() >= keysMax) return;
    try (Cursor cursor = tx.scan(parts, Direction.FORWARD)) {
      while (found.size() < keysMax && cursor.next()) found.add(cursor.key());
    }
  }
}
