package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.SORTED_SET;

import io.vertikv.resp.command.ZrangeArgs.By;
import io.vertikv.resp.command.ZrangeArgs.Shape;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.RedisZset;
import io.vertikv.resp.type.ScoredMember;
import io.vertikv.resp.type.ZsetRange;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/** Ranges of sorted sets, by rank, by score and by member: answered, counted, stored, removed. */
final class SortedSetRangeCommands {
  private static final String RANGE = "O(log N+M) with N members, M of them answered.";
  private static final String COUNT = "O(log N) with N members; O(N) by member where scores differ.";
  private static final String REMOVAL = "O(M*log N) with N members, M of them removed.";

  static final List<Command> TABLE = List.of(
      range("ZRANGE", null, null)
          .syntax("key start:string stop:string [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]")
          .doc(SORTED_SET, "1.2.0", RANGE, "Answers the members of a range."),
      range("ZREVRANGE", By.RANK, Direction.BACKWARD).syntax("key start stop [WITHSCORES]")
          .doc(SORTED_SET, "1.2.0", RANGE, "Answers the members between two ranks, highest score first."),
      range("ZRANGEBYSCORE", By.SCORE, Direction.FORWARD).syntax("key min max [WITHSCORES] [LIMIT offset count]")
          .doc(SORTED_SET, "1.0.5", RANGE, "Answers the members between two scores."),
      range("ZREVRANGEBYSCORE", By.SCORE, Direction.BACKWARD).syntax("key max min [WITHSCORES] [LIMIT offset count]")
          .doc(SORTED_SET, "2.2.0", RANGE, "Answers the members between two scores, highest first."),
      range("ZRANGEBYLEX", By.MEMBER, Direction.FORWARD).syntax("key min:string max:string [LIMIT offset count]")
          .doc(SORTED_SET, "2.8.9", RANGE, "Answers the members of one score between two strings."),
      range("ZREVRANGEBYLEX", By.MEMBER, Direction.BACKWARD).syntax("key max:string min:string [LIMIT offset count]")
          .doc(SORTED_SET, "2.8.9", RANGE, "Answers the members of one score between two strings, last first."),
      Command.write("ZRANGESTORE", -5, Keys.range(1, 2, 1), SortedSetRangeCommands::zrangestore)
          .syntax("dst src min:string max:string [BYSCORE | BYLEX] [REV] [LIMIT offset count]").denyOom()
          .doc(SORTED_SET, "6.2.0", "O(log N+M) with N members, M of them stored.",
              "Stores the members of a range as a sorted set."),
      Command.read("ZCOUNT", 4, Keys.at(1),
          (tx, args) -> count(tx, args, ScoreBounds.byScore(args, 2, 3))).syntax("key min max").fast()
          .doc(SORTED_SET, "2.0.0", COUNT, "Counts the members between two scores."),
      Command.read("ZLEXCOUNT", 4, Keys.at(1),
          (tx, args) -> count(tx, args, ScoreBounds.byMember(args, 2, 3))).syntax("key min:string max:string").fast()
          .doc(SORTED_SET, "2.8.9", COUNT, "Counts the members of one score between two strings."),
      Command.write("ZREMRANGEBYRANK", 4, Keys.at(1), SortedSetRangeCommands::removeByRank).syntax("key start stop")
          .doc(SORTED_SET, "2.0.0", REMOVAL, "Removes the members between two ranks."),
      Command.write("ZREMRANGEBYSCORE", 4, Keys.at(1),
          (tx, args) -> remove(tx, args, ScoreBounds.byScore(args, 2, 3))).syntax("key min max")
          .doc(SORTED_SET, "1.2.0", REMOVAL, "Removes the members between two scores."),
      Command.write("ZREMRANGEBYLEX", 4, Keys.at(1),
          (tx, args) -> remove(tx, args, ScoreBounds.byMember(args, 2, 3))).syntax("key min:string max:string")
          .doc(SORTED_SET, "2.8.9", REMOVAL, "Removes the members of one score between two strings."));

  private SortedSetRangeCommands() {}

  private static Command range(String name, By by, Direction direction) {
    Shape shape = new Shape(1, by, direction, false);
    return Command.read(name, -4, Keys.at(1), (tx, args) -> range(tx, args, shape));
  }

  private static Reply range(Tx tx, Args args, Shape shape) {
    ZrangeArgs wanted = ZrangeArgs.of(args, shape);
    RedisZset zset = RedisZset.of(tx, args.key(1));
    List<Reply> items = new ArrayList<>();
    if (wanted.withScores()) {
      wanted.show(zset, (member, score) -> SortedSetCommands.addPair(items, member, score));
      return Reply.pairs(items);
    }
    wanted.show(zset, (member, score) -> items.add(SortedSetCommands.bulk(member)));
    return Reply.array(items);
  }

  private static Reply zrangestore(Tx tx, Args args) {
    ZrangeArgs wanted = ZrangeArgs.of(args, new Shape(2, null, null, true));
    List<ScoredMember> members = new ArrayList<>();
    wanted.show(RedisZset.of(tx, args.key(2)), (member, score) -> members.add(new ScoredMember(member, score)));
    RedisZset.replace(tx, args.key(1), members);
    return Reply.integer(members.size());
  }

  private static Reply count(Tx tx, Args args, ZsetRange range) {
    return Reply.integer(RedisZset.of(tx, args.key(1)).count(range));
  }

  private static Reply removeByRank(Tx tx, Args args) {
    long from = args.integer(2);
    long to = args.integer(3);
    RedisZset zset = RedisZset.of(tx, args.key(1));
    from = Parse.first(from, zset.size());
    to = Parse.last(to, zset.size());
    if (from > to) return Reply.integer(0);
    List<ScoredMember> members = new ArrayList<>();
    zset.range(from, to, Direction.FORWARD, (member, score) -> members.add(new ScoredMember(member, score)));
    return remove(zset, members);
  }

  private static Reply remove(Tx tx, Args args, ZsetRange range) {
    RedisZset zset = RedisZset.of(tx, args.key(1));
    List<ScoredMember> members = new ArrayList<>();
    zset.range(range, Direction.FORWARD, 0, -1, (member, score) -> members.add(new ScoredMember(member, score)));
    return remove(zset, members);
  }

  private static Reply remove(RedisZset zset, List<ScoredMember> members) {
    if (!members.isEmpty()) {
      zset.remove(members);
      zset.save();
    }
    return Reply.integer(members.size());
  }
}
