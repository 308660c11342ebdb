package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import java.util.List;

/**
 * How many random elements SRANDMEMBER, HRANDFIELD and ZRANDMEMBER are asked for: positive for different ones, negative
 * for that many with repetitions. Redis repeats until its memory is full; here an answer is bounded.
 */
record RandomCount(long value) {
  /** As many as an answer of its own could have been sent as arguments. */
  static final int REPEATS_MAX = 1 << 20;
  /** What repetition may swell a reply to: a bulk string's own limit. */
  static final long REPEATED_BYTES_MAX = 512L << 20;

  private static final CommandError NEGATED_OVERFLOW = new CommandError("ERR value is out of range, value must between "
      + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);

  static RandomCount of(Args args, int position) {
    long value = args.integer(position);
    if (value == Long.MIN_VALUE) throw NEGATED_OVERFLOW;
    return new RandomCount(value);
  }

  boolean zero() { return value == 0; }

  boolean repeats() { return value < 0; }

  /** How many, where it {@link #repeats}. */
  int repetitions() {
    if (value < -REPEATS_MAX) throw CommandError.OUT_OF_RANGE;
    return (int) -value;
  }

  /** The items, unless the same few large ones stand there so often that the answer would be out of proportion. */
  static List<Reply> bounded(List<Reply> items) {
    long bytes = 0;
    for (Reply item : items) if (item instanceof Reply.Bulk bulk) bytes += bulk.length();
    if (bytes > REPEATED_BYTES_MAX) throw CommandError.OUT_OF_RANGE;
    return items;
  }
}
