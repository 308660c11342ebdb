package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;

/**
 * What LMPOP and ZMPOP are told: {@code numkeys key [key …] one|other [COUNT count]}.
 *
 * @param second the other end or order was named, not the one
 */
record PopFirst(int keys, boolean second, long count) {
  private static final CommandError NUMKEYS = new CommandError("ERR numkeys should be greater than 0");
  private static final CommandError COUNT = new CommandError("ERR count should be greater than 0");

  static PopFirst of(Args args, String one, String other) {
    long keys = Parse.atLeastOne(args, 1, NUMKEYS);
    if (keys >= args.count() - 2) throw CommandError.SYNTAX;
    int at = (int) keys + 2;
    boolean second = args.is(at, other);
    if (!second && !args.is(at, one)) throw CommandError.SYNTAX;
    if (at + 1 == args.count()) return new PopFirst((int) keys, second, 1);
    if (at + 3 < args.count() || !args.is(at + 1, "COUNT") || at + 2 == args.count()) throw countOrSyntax(args, at + 1);
    return new PopFirst((int) keys, second, Parse.atLeastOne(args, at + 2, COUNT));
  }

  /** Options are read one by one: a bad count is told before what stands behind it. */
  private static CommandError countOrSyntax(Args args, int at) {
    if (args.is(at, "COUNT") && at + 1 < args.count()) Parse.atLeastOne(args, at + 1, COUNT);
    return CommandError.SYNTAX;
  }
}
