package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.GENERIC;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.txn.Tx;
import java.util.List;
import java.util.Locale;

/** When keys die: EXPIRE, TTL, PERSIST and their variants. */
public final class ExpireCommands {
  private static final CommandError NX_ALONE = new CommandError(
      "ERR NX and XX, GT or LT options at the same time are not compatible");
  private static final CommandError GT_OR_LT = new CommandError(
      "ERR GT and LT options at the same time are not compatible");
  private static final Reply NO_KEY = Reply.integer(-2);
  private static final Reply NO_TIME = Reply.integer(-1);

  private static final int NX = 1;
  private static final int XX = 2;
  private static final int GT = 4;
  private static final int LT = 8;

  public static final List<Command> TABLE = List.of(
      expire("EXPIRE", ExpireTime.EX, "1.0.0", "Lets a key die after a number of seconds.")
          .syntax("key seconds [NX | XX | GT | LT]"),
      expire("PEXPIRE", ExpireTime.PX, "2.6.0", "Lets a key die after a number of milliseconds.")
          .syntax("key milliseconds [NX | XX | GT | LT]"),
      expire("EXPIREAT", ExpireTime.EXAT, "1.2.0", "Lets a key die at a Unix time in seconds.")
          .syntax("key unix-time-seconds [NX | XX | GT | LT]"),
      expire("PEXPIREAT", ExpireTime.PXAT, "2.6.0", "Lets a key die at a Unix time in milliseconds.")
          .syntax("key unix-time-milliseconds [NX | XX | GT | LT]"),
      remaining("TTL", true, 1000, "1.0.0", "Tells how many seconds a key has left.").syntax("key"),
      remaining("PTTL", true, 1, "2.6.0", "Tells how many milliseconds a key has left.").syntax("key"),
      remaining("EXPIRETIME", false, 1000, "7.0.0", "Tells the Unix time in seconds at which a key dies.")
          .syntax("key"),
      remaining("PEXPIRETIME", false, 1, "7.0.0", "Tells the Unix time in milliseconds at which a key dies.")
          .syntax("key"),
      Command.write("PERSIST", 2, Keys.at(1), ExpireCommands::persist).syntax("key").fast()
          .doc(GENERIC, "2.2.0", "O(1)", "Takes a key's time to die away."));

  private ExpireCommands() {}

  private static Command expire(String name, ExpireTime time, String since, String summary) {
    String inErrors = name.toLowerCase(Locale.ROOT);
    return Command.write(name, -3, Keys.at(1), (tx, args) -> expire(tx, args, time, inErrors)).fast()
        .doc(GENERIC, since, "O(1)", summary);
  }

  private static Command remaining(String name, boolean fromNow, long unitMillis, String since, String summary) {
    return Command.read(name, 2, Keys.at(1), (tx, args) -> remaining(tx, args, fromNow, unitMillis)).fast()
        .doc(GENERIC, since, "O(1)", summary);
  }

  private static Reply expire(Tx tx, Args args, ExpireTime time, String command) {
    int conditions = conditions(args);
    long when = time.any(tx, args, 2, command);
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    if (!entry.exists() || !allowed(conditions, entry.expireAtMillis(), when)) return Reply.integer(0);
    if (when <= tx.nowMillis()) entry.remove();
    else if (when != entry.expireAtMillis()) entry.write(entry.header().expiringAt(when));
    return Reply.integer(1);
  }

  private static int conditions(Args args) {
    int given = 0;
    for (int i = 3; i < args.count(); i++) given |= condition(args, i);
    if ((given & NX) != 0 && given != NX) throw NX_ALONE;
    if ((given & GT) != 0 && (given & LT) != 0) throw GT_OR_LT;
    return given;
  }

  private static int condition(Args args, int i) {
    if (args.is(i, "NX")) return NX;
    if (args.is(i, "XX")) return XX;
    if (args.is(i, "GT")) return GT;
    if (args.is(i, "LT")) return LT;
    throw new CommandError("ERR Unsupported option " + args.text(i));
  }

  /** A key without a time to die counts as one that lives for ever. */
  private static boolean allowed(int conditions, long current, long when) {
    boolean forEver = current == 0;
    if ((conditions & NX) != 0 && !forEver) return false;
    if ((conditions & XX) != 0 && forEver) return false;
    if ((conditions & GT) != 0 && (forEver || when <= current)) return false;
    return (conditions & LT) == 0 || forEver || when < current;
  }

  private static Reply remaining(Tx tx, Args args, boolean fromNow, long unitMillis) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    if (!entry.exists()) return NO_KEY;
    if (entry.expireAtMillis() == 0) return NO_TIME;
    long millis = fromNow ? Math.max(0, entry.expireAtMillis() - tx.nowMillis()) : entry.expireAtMillis();
    return Reply.integer(unitMillis == 1 ? millis : rounded(millis, unitMillis));
  }

  private static long rounded(long millis, long unitMillis) {
    long half = unitMillis / 2;
    return millis / unitMillis + (millis % unitMillis >= half ? 1 : 0);
  }

  private static Reply persist(Tx tx, Args args) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    if (entry.expireAtMillis() == 0) return Reply.integer(0);
    entry.write(entry.header().expiringAt(0));
    return Reply.integer(1);
  }
}
