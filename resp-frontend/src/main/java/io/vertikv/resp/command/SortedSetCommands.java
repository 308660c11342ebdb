package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.SORTED_SET;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.RedisZset;
import io.vertikv.resp.type.ScoredMember;
import io.vertikv.resp.type.Slice;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sorted sets one by one, by member; {@link SortedSetRangeCommands} has what works on ranges,
 * {@link SortedSetAlgebraCommands} what combines several, {@link ScoreUpdate} how ZADD decides. The commands that wait for
 * members are not among them.
 */
public final class SortedSetCommands {
  private static final String PER_SCAN = "O(1) for every call, O(N) for a complete iteration with N members.";

  private static final List<Command> ONE_BY_ONE = List.of(
      Command.write("ZADD", -4, Keys.at(1), SortedSetCommands::zadd)
          .syntax("key [NX | XX] [GT | LT] [CH] [INCR] (score member)...").denyOom().fast()
          .doc(SORTED_SET, "1.2.0", "O(log N) for each member.", "Gives members scores; makes the sorted set."),
      Command.write("ZINCRBY", 4, Keys.at(1), SortedSetCommands::zincrby).syntax("key increment member").denyOom()
          .fast()
          .doc(SORTED_SET, "1.2.0", "O(log N) with N members.", "Adds to a member's score, which begins at 0."),
      Command.write("ZREM", -3, Keys.at(1), SortedSetCommands::zrem).syntax("key member...").fast()
          .doc(SORTED_SET, "1.2.0", "O(M*log N) with N members, M of them named.",
              "Removes members, and the sorted set with its last one."),
      Command.read("ZCARD", 2, Keys.at(1), SortedSetCommands::zcard).syntax("key").fast()
          .doc(SORTED_SET, "1.2.0", "O(1)", "Answers the number of members."),
      Command.read("ZSCORE", 3, Keys.at(1), SortedSetCommands::zscore).syntax("key member").fast()
          .doc(SORTED_SET, "1.2.0", "O(1)", "Answers a member's score."),
      Command.read("ZMSCORE", -3, Keys.at(1), SortedSetCommands::zmscore).syntax("key member...").fast()
          .doc(SORTED_SET, "6.2.0", "O(N) with N members named.", "Answers the scores of several members."),
      Command.read("ZRANK", -3, Keys.at(1), (tx, args) -> rank(tx, args, Direction.FORWARD))
          .syntax("key member [WITHSCORE]").fast()
          .doc(SORTED_SET, "2.0.0", "O(log N) with N members.",
              "Answers how many members lie before one, lowest score first."),
      Command.read("ZREVRANK", -3, Keys.at(1), (tx, args) -> rank(tx, args, Direction.BACKWARD))
          .syntax("key member [WITHSCORE]").fast()
          .doc(SORTED_SET, "2.0.0", "O(log N) with N members.",
              "Answers how many members lie before one, highest score first."),
      Command.write("ZPOPMIN", -2, Keys.at(1), (tx, args) -> pop(tx, args, Direction.FORWARD)).syntax("key [count]")
          .fast()
          .doc(SORTED_SET, "5.0.0", "O(M*log N) with N members, M of them taken.",
              "Takes and answers the members with the lowest scores."),
      Command.write("ZPOPMAX", -2, Keys.at(1), (tx, args) -> pop(tx, args, Direction.BACKWARD)).syntax("key [count]")
          .fast()
          .doc(SORTED_SET, "5.0.0", "O(M*log N) with N members, M of them taken.",
              "Takes and answers the members with the highest scores."),
      Command.write("ZMPOP", -4, Keys.counted(1, 0), SortedSetCommands::zmpop)
          .syntax("numkeys key... <MIN | MAX> [COUNT count]")
          .doc(SORTED_SET, "7.0.0", "O(K+M*log N) with K keys, N members and M of them taken.",
              "Takes the lowest or highest members of the first sorted set that is not empty."),
      Command.read("ZRANDMEMBER", -2, Keys.at(1), SortedSetCommands::zrandmember).syntax("key [count [WITHSCORES]]")
          .doc(SORTED_SET, "6.2.0", "O(N) with N members answered.", "Answers random members."),
      Command.read("ZSCAN", -3, Keys.at(1), SortedSetCommands::zscan).syntax("key cursor [MATCH pattern] [COUNT count]")
          .doc(SORTED_SET, "2.8.0", PER_SCAN, "Walks over a sorted set in steps, a cursor from call to call."));

  public static final List<Command> TABLE = Stream
      .of(ONE_BY_ONE, SortedSetRangeCommands.TABLE, SortedSetAlgebraCommands.TABLE).flatMap(List::stream).toList();

  private SortedSetCommands() {}

  private static Reply zadd(Tx tx, Args args) {
    ScoreUpdate update = ScoreUpdate.of(args);
    // All scores are read before anything is changed.
    double[] scores = new double[(args.count() - update.firstPair()) / 2];
    for (int i = 0; i < scores.length; i++) scores[i] = args.decimal(update.firstPair() + 2 * i);
    RedisZset zset = RedisZset.of(tx, args.key(1));
    if (update.onlyExisting() && !zset.exists()) return update.increments() ? Reply.NIL : Reply.integer(0);
    zset.expect(args.bytes(update.firstPair() + 1), scores.length);
    return update.increments()
        ? increment(zset, update, scores[0], args.bytes(update.firstPair() + 1))
        : addAll(zset, update, scores, args);
  }

  private static Reply addAll(RedisZset zset, ScoreUpdate update, double[] scores, Args args) {
    int added = 0;
    int changed = 0;
    for (int i = 0; i < scores.length; i++) {
      byte[] member = args.bytes(update.firstPair() + 2 * i + 1);
      double old = zset.score(member);
      if (!update.applies(old, scores[i]) || old == scores[i]) continue;
      zset.put(member, old, scores[i]);
      if (Double.isNaN(old)) added++;
      else changed++;
    }
    zset.save();
    return Reply.integer(update.countsChanges() ? added + changed : added);
  }

  private static Reply increment(RedisZset zset, ScoreUpdate update, double increment, byte[] member) {
    double old = zset.score(member);
    double score = update.incremented(old, increment);
    boolean applies = update.applies(old, score);
    if (applies && old != score) zset.put(member, old, score);
    // Also where nothing applies: the sorted set may have left its header for what was expected.
    zset.save();
    return applies ? Reply.decimal(score) : Reply.NIL;
  }

  private static Reply zincrby(Tx tx, Args args) {
    double increment = args.decimal(2);
    RedisZset zset = RedisZset.of(tx, args.key(1));
    byte[] member = args.bytes(3);
    zset.expect(member, 1);
    return increment(zset, ScoreUpdate.INCREMENT, increment, member);
  }

  private static Reply zrem(Tx tx, Args args) {
    RedisZset zset = RedisZset.of(tx, args.key(1));
    int removed = 0;
    for (int i = 2; i < args.count(); i++) if (zset.remove(args.bytes(i))) removed++;
    if (removed > 0) zset.save();
    return Reply.integer(removed);
  }

  private static Reply zcard(Tx tx, Args args) { return Reply.integer(RedisZset.of(tx, args.key(1)).size()); }

  private static Reply zscore(Tx tx, Args args) { return score(RedisZset.of(tx, args.key(1)), args.bytes(2)); }

  private static Reply zmscore(Tx tx, Args args) {
    RedisZset zset = RedisZset.of(tx, args.key(1));
    List<Reply> scores = new ArrayList<>(args.count() - 2);
    for (int i = 2; i < args.count(); i++) scores.add(score(zset, args.bytes(i)));
    return Reply.array(scores);
  }

  private static Reply score(RedisZset zset, byte[] member) {
    double score = zset.score(member);
    return Double.isNaN(score) ? Reply.NIL : Reply.decimal(score);
  }

  private static Reply rank(Tx tx, Args args, Direction direction) {
    if (args.count() > 4) throw Parse.wrongArity(args);
    boolean withScore = args.count() == 4;
    if (withScore && !args.is(3, "WITHSCORE")) throw CommandError.SYNTAX;
    RedisZset zset = RedisZset.of(tx, args.key(1));
    byte[] member = args.bytes(2);
    double score = zset.score(member);
    if (Double.isNaN(score)) return withScore ? Reply.NIL_ARRAY : Reply.NIL;
    Reply rank = Reply.integer(zset.rank(member, score, direction));
    return withScore ? Reply.array(rank, Reply.decimal(score)) : rank;
  }

  private static Reply pop(Tx tx, Args args, Direction direction) {
    if (args.count() > 3) throw CommandError.SYNTAX;
    boolean counted = args.count() == 3;
    long count = counted ? Parse.atLeastZero(args, 2, Parse.MUST_BE_POSITIVE) : 1;
    RedisZset zset = RedisZset.of(tx, args.key(1));
    if (zset.size() == 0 || count == 0) return Reply.EMPTY_ARRAY;
    List<Reply> taken = new ArrayList<>();
    for (ScoredMember m : take(zset, direction, count)) addPair(taken, m.member(), m.score());
    return counted ? Reply.pairs(taken) : Reply.array(taken);
  }

  private static List<ScoredMember> take(RedisZset zset, Direction direction, long count) {
    List<ScoredMember> taken = new ArrayList<>();
    zset.range(0, Math.min(count, zset.size()) - 1, direction, (member, score) -> taken.add(new ScoredMember(member,
        score)));
    zset.remove(taken);
    zset.save();
    return taken;
  }

  private static Reply zmpop(Tx tx, Args args) {
    PopFirst options = PopFirst.of(args, "MIN", "MAX");
    for (int i = 2; i < 2 + options.keys(); i++) {
      RedisZset zset = RedisZset.of(tx, args.key(i));
      if (zset.size() == 0) continue;
      List<Reply> taken = new ArrayList<>();
      for (ScoredMember m : take(zset, options.second() ? Direction.BACKWARD : Direction.FORWARD, options.count())) {
        taken.add(Reply.array(bulk(m.member()), Reply.decimal(m.score())));
      }
      return Reply.array(Reply.bulk(args.bytes(i)), Reply.array(taken));
    }
    return Reply.NIL_ARRAY;
  }

  private static Reply zrandmember(Tx tx, Args args) {
    if (args.count() == 2) {
      RedisZset zset = RedisZset.of(tx, args.key(1));
      return zset.size() == 0 ? Reply.NIL : bulk(zset.repeated(1, tx.random()).getFirst().member());
    }
    RandomCount count = RandomCount.of(args, 2);
    boolean withScores = args.count() == 4 && args.is(3, "WITHSCORES");
    if (args.count() > 3 && !withScores) throw CommandError.SYNTAX;
    if (withScores && Math.abs(count.value()) > Long.MAX_VALUE / 2) throw CommandError.OUT_OF_RANGE;
    RedisZset zset = RedisZset.of(tx, args.key(1));
    if (zset.size() == 0 || count.zero()) return Reply.EMPTY_ARRAY;
    List<ScoredMember> drawn = count.repeats()
        ? zset.repeated(count.repetitions(), tx.random())
        : zset.distinct(count.value(), tx.random());
    Reply reply = members(drawn, withScores);
    if (count.repeats() && reply instanceof Reply.Array(List<Reply> items)) RandomCount.bounded(items);
    if (count.repeats() && reply instanceof Reply.Pairs(List<Reply> items)) RandomCount.bounded(items);
    return reply;
  }

  private static Reply zscan(Tx tx, Args args) {
    long cursor = ScanArgs.cursor(args, 2);
    RedisZset zset = RedisZset.of(tx, args.key(1));
    if (zset.size() == 0) return ScanArgs.NOTHING;
    ScanArgs scan = ScanArgs.of(args, 3);
    List<Reply> shown = new ArrayList<>();
    boolean inline = zset.isInline();
    long next = zset.scan(cursor, scan.count(), (member, score) -> {
      if (!scan.shows(member)) return;
      shown.add(bulk(member));
      // Redis prints scores in ZSCAN, and only there, with 17 digits once a sorted set is large.
      shown.add(inline ? Reply.bulk(Numbers.text(score)) : Reply.bulk(Numbers.textOf17Digits(score)));
    });
    return ScanArgs.reply(next, shown);
  }

  /** Members, with or without their scores. */
  static Reply members(List<ScoredMember> members, boolean withScores) {
    List<Reply> items = new ArrayList<>(withScores ? 2 * members.size() : members.size());
    for (ScoredMember m : members) {
      if (withScores) addPair(items, m.member(), m.score());
      else items.add(bulk(m.member()));
    }
    return withScores ? Reply.pairs(items) : Reply.array(items);
  }

  static void addPair(List<Reply> items, Slice member, double score) {
    items.add(bulk(member));
    items.add(Reply.decimal(score));
  }

  static Reply bulk(Slice slice) { return new Reply.Bulk(slice.array(), slice.offset(), slice.length()); }
}
