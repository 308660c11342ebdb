package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.txn.Tx;

/** The four ways in which a command says when a key shall die. */
enum ExpireTime {
  EX(1000, true), PX(1, true), EXAT(1000, false), PXAT(1, false);

  private final long unitMillis;
  private final boolean fromNow;

  ExpireTime(long unitMillis, boolean fromNow) {
    this.unitMillis = unitMillis;
    this.fromNow = fromNow;
  }

  /** The option that stands at this position, or null. */
  static ExpireTime option(Args args, int at) {
    for (ExpireTime time : VALUES) if (args.is(at, time.name())) return time;
    return null;
  }

  private static final ExpireTime[] VALUES = values();

  /** For EXPIRE and its like: any time, past or future, in milliseconds since 1970. */
  long any(Tx tx, Args args, int at, String command) {
    long given = args.integer(at);
    if (given > Long.MAX_VALUE / unitMillis || given < Long.MIN_VALUE / unitMillis) throw invalid(command);
    long when = given * unitMillis;
    if (!fromNow) return when;
    if (when > Long.MAX_VALUE - tx.nowMillis()) throw invalid(command);
    return when + tx.nowMillis();
  }

  /** For SET and its like: a positive number. */
  long positive(Tx tx, Args args, int at, String command) {
    if (args.integer(at) <= 0) throw invalid(command);
    return any(tx, args, at, command);
  }

  private static CommandError invalid(String command) {
    return new CommandError("ERR invalid expire time in '" + command + "' command");
  }
}
