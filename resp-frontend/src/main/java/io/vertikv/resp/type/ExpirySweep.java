package io.vertikv.resp.type;

import io.vertikv.txn.Cursor;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes keys whose time has come and that nobody asked for since, in the background: one operation finds reminders that
 * are due, another settles them, looking at each key anew. Correctness does not depend on it, an expired key is invisible
 * anyway; space and DBSIZE's cost do.
 */
public final class ExpirySweep {
  private ExpirySweep() {}

  /** Up to so many due reminders, earliest first. Reads only. */
  public static List<Reminder> find(Tx tx, int remindersMax) {
    List<Reminder> found = new ArrayList<>();
    try (Cursor due = Reminder.expiring(tx)) {
      while (found.size() < remindersMax && due.next()) found.add(Reminder.of(due));
    }
    return found;
  }

  /** Drops reminders that have outlived their purpose, and keys that have expired. */
  public static void settle(Tx tx, List<Reminder> reminders) {
    for (Reminder reminder : reminders) {
      if (reminder.isStale(tx)) tx.remind(reminder.headerKey(), reminder.dueMillis(), 0);
      else if (reminder.isOfExpired(tx)) KeyEntry.of(tx, RedisKeys.keyOf(reminder.headerKey())).remove();
    }
  }

  /**
   * Both in one transaction.
   *
   * @return true when more may be due already
   */
  public static boolean run(Tx tx, int remindersMax) {
    List<Reminder> found = find(tx, remindersMax);
    settle(tx, found);
    return found.size() == remindersMax;
  }
}
