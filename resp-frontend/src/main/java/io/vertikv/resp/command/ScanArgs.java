package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Glob;
import io.vertikv.resp.type.Slice;
import java.util.List;

/**
 * What SCAN, HSCAN, SSCAN and ZSCAN have in common: a cursor, how much to look at, and what to show of it.
 *
 * @param type the name of the only type to show, null for any; SCAN has it
 */
record ScanArgs(long count, Glob pattern, String type) {
  private static final CommandError INVALID_CURSOR = new CommandError("ERR invalid cursor");
  private static final Reply END = Reply.bulk("0");
  /** The answer for a key that is not there. */
  static final Reply NOTHING = Reply.array(END, Reply.EMPTY_ARRAY);
  private static final int COUNT = 10;
  private static final Glob ALL = Glob.of(new byte[]{'*'});

  /** An unsigned number as strtoul reads it: a sign is taken, and nothing at all is 0. */
  static long cursor(Args args, int position) {
    String text = args.text(position);
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    if (text.isEmpty()) return 0;
    if (digits.isEmpty() || digits.startsWith("+")) throw INVALID_CURSOR;
    try {
      long value = Long.parseUnsignedLong(digits);
      return negative ? -value : value;
    } catch (NumberFormatException notANumber) {
      throw INVALID_CURSOR;
    }
  }

  /** MATCH and COUNT from this position on. */
  static ScanArgs of(Args args, int from) {
    return of(args, from, false);
  }

  /** MATCH, COUNT and TYPE from this position on. */
  static ScanArgs ofKeys(Args args, int from) {
    return of(args, from, true);
  }

  private static ScanArgs of(Args args, int from, boolean ofKeys) {
    long count = COUNT;
    Glob pattern = ALL;
    String type = null;
    for (int i = from; i < args.count(); i += 2) {
      boolean more = i + 1 < args.count();
      if (more && args.is(i, "COUNT")) {
        count = args.integer(i + 1);
        if (count < 1) throw CommandError.SYNTAX;
      } else if (more && args.is(i, "MATCH")) {
        pattern = Glob.of(args.bytes(i + 1));
      } else if (more && ofKeys && args.is(i, "TYPE")) {
        type = args.text(i + 1);
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return new ScanArgs(count, pattern, type);
  }

  boolean shows(Slice name) {
    return pattern.matchesAll() || pattern.matches(name.array(), name.offset(), name.length());
  }

  static Reply reply(long scanned, List<Reply> shown) {
    Reply cursor = scanned == 0 ? END : Reply.bulk(Long.toUnsignedString(scanned));
    return Reply.array(cursor, Reply.array(shown));
  }
}
