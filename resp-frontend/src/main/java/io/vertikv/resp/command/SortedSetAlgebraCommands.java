package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.SORTED_SET;

import io.vertikv.resp.command.CombineArgs.Operation;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.RedisZset;
import io.vertikv.resp.type.ScoredMember;
import io.vertikv.resp.type.ZsetAlgebra;
import io.vertikv.txn.Tx;
import java.util.List;

/** Union, intersection and difference of sorted sets and sets, answered, counted or stored. */
final class SortedSetAlgebraCommands {
  private static final String UNION = "O(N+M*log M) with N members in all, M of them different.";
  private static final String INTERSECTION = "O(N*K+M*log M) with N members in the smallest of K, M of them in all.";
  private static final String DIFFERENCE = "O(N*K+M*log M) with N members in the first of K, M of them answered.";

  static final List<Command> TABLE = List.of(
      answers("ZUNION", Operation.UNION)
          .syntax("numkeys key... [WEIGHTS weight:integer...] [AGGREGATE <SUM | MIN | MAX>] [WITHSCORES]")
          .doc(SORTED_SET, "6.2.0", UNION, "Answers the members that any of several sorted sets has."),
      answers("ZINTER", Operation.INTERSECTION)
          .syntax("numkeys key... [WEIGHTS weight:integer...] [AGGREGATE <SUM | MIN | MAX>] [WITHSCORES]")
          .doc(SORTED_SET, "6.2.0", INTERSECTION, "Answers the members that all of several sorted sets have."),
      answers("ZDIFF", Operation.DIFFERENCE).syntax("numkeys key... [WITHSCORES]")
          .doc(SORTED_SET, "6.2.0", DIFFERENCE, "Answers the members of a sorted set that no other one has."),
      stores("ZUNIONSTORE", Operation.UNION)
          .syntax("destination numkeys key... [WEIGHTS weight:integer...] [AGGREGATE <SUM | MIN | MAX>]")
          .doc(SORTED_SET, "2.0.0", UNION, "Stores the members that any of several sorted sets has."),
      stores("ZINTERSTORE", Operation.INTERSECTION)
          .syntax("destination numkeys key... [WEIGHTS weight:integer...] [AGGREGATE <SUM | MIN | MAX>]")
          .doc(SORTED_SET, "2.0.0", INTERSECTION, "Stores the members that all of several sorted sets have."),
      stores("ZDIFFSTORE", Operation.DIFFERENCE).syntax("destination numkeys key...")
          .doc(SORTED_SET, "6.2.0", DIFFERENCE, "Stores the members of a sorted set that no other one has."),
      Command.read("ZINTERCARD", -3, Keys.counted(1, 0), SortedSetAlgebraCommands::zintercard)
          .syntax("numkeys key... [LIMIT limit]")
          .doc(SORTED_SET, "7.0.0", "O(N*K) with N members in the smallest of K.",
              "Counts the members that all of several sorted sets have."));

  private SortedSetAlgebraCommands() {}

  private static Command answers(String name, Operation operation) {
    return Command.read(name, -3, Keys.counted(1, 0), (tx, args) -> {
      CombineArgs combined = CombineArgs.of(tx, args, operation, false);
      return SortedSetCommands.members(combine(combined, operation), combined.withScores());
    });
  }

  private static Command stores(String name, Operation operation) {
    return Command.write(name, -4, Keys.counted(2, 1), (tx, args) -> {
      List<ScoredMember> members = combine(CombineArgs.of(tx, args, operation, true), operation);
      RedisZset.replace(tx, args.key(1), members);
      return Reply.integer(members.size());
    }).denyOom();
  }

  private static List<ScoredMember> combine(CombineArgs combined, Operation operation) {
    return switch (operation) {
      case UNION -> ZsetAlgebra.union(combined.inputs(), combined.aggregate());
      case INTERSECTION, CARDINALITY -> ZsetAlgebra.intersection(combined.inputs(), combined.aggregate());
      case DIFFERENCE -> ZsetAlgebra.difference(combined.inputs());
    };
  }

  private static Reply zintercard(Tx tx, Args args) {
    CombineArgs combined = CombineArgs.of(tx, args, Operation.CARDINALITY, false);
    return Reply.integer(ZsetAlgebra.intersectionSize(combined.inputs(), combined.limit()));
  }
}
