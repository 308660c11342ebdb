package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;

/**
 * How ZADD decides whether a member gets a new score.
 *
 * @param firstPair the argument where scores and members begin
 * @param onlyNew NX
 * @param onlyExisting XX
 * @param order above 0 for GT, below 0 for LT, else 0
 * @param countsChanges CH
 * @param increments INCR
 */
record ScoreUpdate(int firstPair, boolean onlyNew, boolean onlyExisting, int order, boolean countsChanges,
    boolean increments) {
  static final ScoreUpdate INCREMENT = new ScoreUpdate(2, false, false, 0, false, true);

  private static final CommandError NOT_A_NUMBER = new CommandError("ERR resulting score is not a number (NaN)");
  private static final CommandError NX_XX = new CommandError(
      "ERR XX and NX options at the same time are not compatible");
  private static final CommandError GT_LT_NX = new CommandError(
      "ERR GT, LT, and/or NX options at the same time are not compatible");
  private static final CommandError ONE_PAIR = new CommandError(
      "ERR INCR option supports a single increment-element pair");

  static ScoreUpdate of(Args args) {
    boolean nx = false;
    boolean xx = false;
    boolean gt = false;
    boolean lt = false;
    boolean ch = false;
    boolean incr = false;
    int at = 2;
    for (; at < args.count(); at++) {
      if (args.is(at, "NX")) nx = true;
      else if (args.is(at, "XX")) xx = true;
      else if (args.is(at, "GT")) gt = true;
      else if (args.is(at, "LT")) lt = true;
      else if (args.is(at, "CH")) ch = true;
      else if (args.is(at, "INCR")) incr = true;
      else break;
    }
    int left = args.count() - at;
    if (left == 0 || left % 2 != 0) throw CommandError.SYNTAX;
    if (nx && xx) throw NX_XX;
    if (gt && nx || lt && nx || gt && lt) throw GT_LT_NX;
    if (incr && left > 2) throw ONE_PAIR;
    return new ScoreUpdate(at, nx, xx, gt ? 1 : lt ? -1 : 0, ch, incr);
  }

  /** The score after an increment; NaN old: the member is new. */
  double incremented(double old, double increment) {
    if (Double.isNaN(old)) return increment;
    // With NX the sum is never looked at, be it a number or not.
    if (onlyNew) return old;
    double score = old + increment;
    if (Double.isNaN(score)) throw NOT_A_NUMBER;
    return score;
  }

  /** Whether a member with this score (NaN: a new one) may get that one. */
  boolean applies(double old, double score) {
    if (Double.isNaN(old)) return !onlyExisting;
    return !onlyNew && (order == 0 || (order > 0 ? score > old : score < old));
  }
}
