package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import java.util.Locale;

/** Arguments that several families read alike. */
final class Parse {
  static final CommandError MUST_BE_POSITIVE = new CommandError("ERR value is out of range, must be positive");

  private Parse() {}

  /** What a command answers that takes arguments up to a number, and got more. */
  static CommandError wrongArity(Args args) {
    return new CommandError(
        "ERR wrong number of arguments for '" + args.text(0).toLowerCase(Locale.ROOT) + "' command");
  }

  static long atLeastZero(Args args, int at, CommandError otherwise) {
    long value = args.integer(at, otherwise);
    if (value < 0) throw otherwise;
    return value;
  }

  static long atLeastOne(Args args, int at, CommandError otherwise) {
    long value = args.integer(at, otherwise);
    if (value < 1) throw otherwise;
    return value;
  }

  /** The first index of a range over so many elements; negative ones count from the end. */
  static long first(long from, long size) {
    return Math.max(from < 0 ? from + size : from, 0);
  }

  /** The last index of a range over so many elements; less than 0 where it lies before all of them. */
  static long last(long to, long size) {
    return Math.min(to < 0 ? to + size : to, size - 1);
  }
}
