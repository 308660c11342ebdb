package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.txn.Tx;

/** What may follow SET's value and GETEX's key. Two that contradict each other are a syntax error. */
final class SetOptions {
  private boolean onlyIfAbsent;
  private boolean onlyIfPresent;
  private boolean keepTtl;
  private boolean persist;
  private boolean get;
  private ExpireTime time;
  private int timeAt;

  private SetOptions() {}

  /** NX | XX, GET, KEEPTTL | EX | PX | EXAT | PXAT. */
  static SetOptions of(Args args, int from) {
    SetOptions options = new SetOptions();
    for (int i = from; i < args.count(); i++) {
      if (args.is(i, "NX") && !options.onlyIfPresent) options.onlyIfAbsent = true;
      else if (args.is(i, "XX") && !options.onlyIfAbsent) options.onlyIfPresent = true;
      else if (args.is(i, "GET")) options.get = true;
      else if (args.is(i, "KEEPTTL") && options.time == null) options.keepTtl = true;
      else i = options.time(args, i);
    }
    return options;
  }

  /** PERSIST | EX | PX | EXAT | PXAT. */
  static SetOptions ofGetEx(Args args, int from) {
    SetOptions options = new SetOptions();
    for (int i = from; i < args.count(); i++) {
      if (args.is(i, "PERSIST") && options.time == null) options.persist = true;
      else i = options.time(args, i);
    }
    return options;
  }

  private int time(Args args, int i) {
    ExpireTime given = ExpireTime.option(args, i);
    boolean fits = given != null && i + 1 < args.count() && !keepTtl && !persist && (time == null || time == given);
    if (!fits) throw CommandError.SYNTAX;
    time = given;
    timeAt = i + 1;
    return i + 1;
  }

  boolean onlyIfAbsent() { return onlyIfAbsent; }

  boolean onlyIfPresent() { return onlyIfPresent; }

  boolean keepTtl() { return keepTtl; }

  boolean persist() { return persist; }

  boolean get() { return get; }

  boolean hasTime() { return time != null; }

  /** 0 when no time is given. */
  long expireAtMillis(Tx tx, Args args, String command) {
    return time == null ? 0 : time.positive(tx, args, timeAt, command);
  }
}
