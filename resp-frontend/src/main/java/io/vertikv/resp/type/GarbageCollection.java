package io.vertikv.resp.type;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;

/**
 * Removes the parts of values that were deleted or replaced as a whole: an ordinary operation, run again and again in the
 * background. A part can be reached only through a header that names its generation, so no client ever sees the
 * difference, and an interrupted run goes on wherever it was: what is left of the parts is the state.
 */
public final class GarbageCollection {
  private GarbageCollection() {}

  /**
   * Deletes up to so many parts and finished tasks.
   *
   * @return true when more is left
   */
  public static boolean run(Tx tx, int deletesMax) {
    int left = deletesMax;
    try (Cursor tasks = tx.scan(RedisKeys.garbage(), Direction.FORWARD)) {
      while (tasks.next()) {
        if (left <= 0) return true;
        byte[] task = tasks.key();
        Key key = RedisKeys.keyOf(task);
        left = delete(tx, RedisKeys.elements(key, RedisKeys.generationOf(task)), left);
        left = delete(tx, RedisKeys.scores(key, RedisKeys.generationOf(task)), left);
        if (left <= 0) return true;
        tx.delete(task);
        left--;
      }
    }
    return false;
  }

  private static int delete(Tx tx, KeyRange parts, int max) {
    int left = max;
    if (left <= 0) return 0;
    try (Cursor cursor = tx.scan(parts, Direction.FORWARD)) {
      while (left > 0 && cursor.next()) {
        tx.delete(cursor.key());
        left--;
      }
    }
    return left;
  }
}
