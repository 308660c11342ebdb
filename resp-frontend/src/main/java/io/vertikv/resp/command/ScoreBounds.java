package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.Slice;
import io.vertikv.resp.type.ZsetRange;
import io.vertikv.resp.type.ZsetRange.Kind;
import io.vertikv.resp.type.ZsetRange.LexBound;
import io.vertikv.resp.type.ZsetRange.LexRange;
import io.vertikv.resp.type.ZsetRange.ScoreRange;

/** Reads the bounds of ranges: {@code (1.5}, {@code -inf}, {@code [member}, {@code +}. */
final class ScoreBounds {
  private static final CommandError NOT_A_FLOAT = new CommandError("ERR min or max is not a float");
  private static final CommandError NOT_A_STRING = new CommandError("ERR min or max not valid string range item");

  private ScoreBounds() {}

  static ZsetRange byScore(Args args, int min, int max) {
    double low = score(args, min);
    double high = score(args, max);
    return new ScoreRange(low, isExcluded(args, min), high, isExcluded(args, max));
  }

  private static boolean isExcluded(Args args, int at) { return args.length(at) > 0 && args.byteAt(at, 0) == '('; }

  /** As strtod reads it, which takes leading spaces, and nothing at all for 0. */
  private static double score(Args args, int at) {
    int begin = isExcluded(args, at) ? 1 : 0;
    int end = args.length(at);
    if (begin == end) return 0;
    while (begin < end && isSpace(args.byteAt(at, begin))) begin++;
    double score = Numbers.toDouble(args.buffer(), args.offset(at) + begin, end - begin);
    if (Double.isNaN(score)) throw NOT_A_FLOAT;
    return score;
  }

  private static boolean isSpace(byte b) { return b == ' ' || b >= '\t' && b <= '\r'; }

  static ZsetRange byMember(Args args, int min, int max) {
    LexBound low = member(args, min);
    LexBound high = member(args, max);
    return new LexRange(low, high);
  }

  private static LexBound member(Args args, int at) {
    int length = args.length(at);
    int mark = length == 0 ? 0 : args.byteAt(at, 0);
    Kind kind = switch (mark) {
      case '-' -> Kind.LOWEST;
      case '+' -> Kind.HIGHEST;
      case '[' -> Kind.INCLUDED;
      case '(' -> Kind.EXCLUDED;
      default -> throw NOT_A_STRING;
    };
    if (kind == Kind.INCLUDED || kind == Kind.EXCLUDED) {
      return new LexBound(kind, new Slice(args.buffer(), args.offset(at) + 1, length - 1));
    }
    if (length > 1) throw NOT_A_STRING;
    return new LexBound(kind, null);
  }
}
