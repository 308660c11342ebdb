package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.type.RedisZset;
import io.vertikv.resp.type.ScoredMember;
import io.vertikv.resp.type.ZsetRange;
import io.vertikv.txn.Direction;

/**
 * What ZRANGE and the six commands that it replaces are told: {@code key min max [options]}.
 *
 * @param range null for a range of ranks
 * @param from first rank, only without a range
 * @param to last rank, only without a range
 */
record ZrangeArgs(ZsetRange range, long from, long to, Direction direction, long offset, long limit,
    boolean withScores) {
  /** By what a range is meant. */
  enum By {
    RANK, SCORE, MEMBER
  }

  private static final CommandError LIMIT = new CommandError(
      "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
  private static final CommandError WITHSCORES = new CommandError(
      "ERR syntax error, WITHSCORES not supported in combination with BYLEX");

  /** The command's own shape: what its name fixes may not be said again; null where the options say it. */
  record Shape(int keyAt, By by, Direction direction, boolean stores) {}

  static ZrangeArgs of(Args args, Shape shape) {
    By by = shape.by();
    Direction direction = shape.direction();
    long offset = 0;
    long limit = -1;
    boolean withScores = false;
    for (int i = shape.keyAt() + 3; i < args.count(); i++) {
      if (!shape.stores() && args.is(i, "WITHSCORES")) {
        withScores = true;
      } else if (args.is(i, "LIMIT") && i + 2 < args.count()) {
        offset = args.integer(i + 1);
        limit = args.integer(i + 2);
        i += 2;
      } else if (direction == null && args.is(i, "REV")) {
        direction = Direction.BACKWARD;
      } else if (by == null && args.is(i, "BYLEX")) {
        by = By.MEMBER;
      } else if (by == null && args.is(i, "BYSCORE")) {
        by = By.SCORE;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    if (by == null) by = By.RANK;
    if (direction == null) direction = Direction.FORWARD;
    if (limit != -1 && by == By.RANK) throw LIMIT;
    if (withScores && by == By.MEMBER) throw WITHSCORES;
    return bounds(args, shape.keyAt() + 1, by, new ZrangeArgs(null, 0, 0, direction, offset, limit, withScores));
  }

  /** Reads the two bounds, which stand the other way round in a reverse range that is not of ranks. */
  private static ZrangeArgs bounds(Args args, int first, By by, ZrangeArgs rest) {
    boolean swapped = rest.direction == Direction.BACKWARD;
    int min = swapped ? first + 1 : first;
    int max = swapped ? first : first + 1;
    return switch (by) {
      case RANK -> new ZrangeArgs(null, args.integer(first), args.integer(first + 1), rest.direction, 0, -1,
          rest.withScores);
      case SCORE -> rest.within(ScoreBounds.byScore(args, min, max));
      case MEMBER -> rest.within(ScoreBounds.byMember(args, min, max));
    };
  }

  private ZrangeArgs within(ZsetRange range) {
    return new ZrangeArgs(range, 0, 0, direction, offset, limit, withScores);
  }

  void show(RedisZset zset, ScoredMember.Visitor visitor) {
    if (range != null) {
      zset.range(range, direction, offset, limit, visitor);
      return;
    }
    long first = Parse.first(from, zset.size());
    long last = Parse.last(to, zset.size());
    if (first <= last) zset.range(first, last, direction, visitor);
  }
}
