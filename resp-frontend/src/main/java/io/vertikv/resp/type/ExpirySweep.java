package io.vertikv.resp.type;

import io.vertikv.txn.Cursor;
import io.vertikv.txn.Tx;

/**
 * Removes keys whose time has come and that nobody asked for since: an ordinary operation, run again and again in the
 * background. Correctness does not depend on it, an expired key is invisible anyway; space and DBSIZE's cost do.
 */
public final class ExpirySweep {
  private ExpirySweep() {}

  /**
   * Settles up to so many due reminders.
   *
   * @return true when more may be due already
   */
  public static boolean run(Tx tx, int remindersMax) {
    int settled = 0;
    try (Cursor due = tx.due(tx.nowMillis())) {
      while (due.next()) {
        if (settled++ == remindersMax) return true;
        Reminder reminder = Reminder.of(due);
        if (reminder.isStale(tx)) tx.remind(reminder.headerKey(), reminder.dueMillis(), 0);
        else if (reminder.isOfExpired(tx)) KeyEntry.of(tx, RedisKeys.keyOf(reminder.headerKey())).remove();
      }
    }
    return false;
  }
}
