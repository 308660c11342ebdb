package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.SET;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.RedisSet;
import io.vertikv.resp.type.SetAlgebra;
import io.vertikv.resp.type.Slice;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Union, intersection and difference of sets, answered, counted or stored. */
public final class SetAlgebraCommands {
  private static final CommandError NO_KEYS = new CommandError("ERR numkeys should be greater than 0");
  private static final CommandError TOO_FEW_KEYS = new CommandError(
      "ERR Number of keys can't be greater than number of args");
  private static final CommandError NEGATIVE_LIMIT = new CommandError("ERR LIMIT can't be negative");
  private static final String OF_ALL = "O(N) with N members in all of the sets.";
  private static final String OF_SMALLEST = "O(N*M) at worst, with N members in the smallest of M sets.";

  public static final List<Command> TABLE = List.of(
      Command.read("SDIFF", -2, Keys.range(1, -1, 1), SetAlgebraCommands::sdiff).syntax("key...")
          .doc(SET, "1.0.0", OF_ALL, "Returns what the first of several sets has and the others have not."),
      Command.write("SDIFFSTORE", -3, Keys.range(1, -1, 1), SetAlgebraCommands::sdiffstore).syntax("destination key...")
          .denyOom()
          .doc(SET, "1.0.0", OF_ALL, "Stores what the first of several sets has and the others have not."),
      Command.read("SINTER", -2, Keys.range(1, -1, 1), SetAlgebraCommands::sinter).syntax("key...")
          .doc(SET, "1.0.0", OF_SMALLEST, "Returns what several sets have in common."),
      Command.write("SINTERSTORE", -3, Keys.range(1, -1, 1), SetAlgebraCommands::sinterstore)
          .syntax("destination key...").denyOom()
          .doc(SET, "1.0.0", OF_SMALLEST, "Stores what several sets have in common."),
      Command.read("SINTERCARD", -3, Keys.counted(1, 0), SetAlgebraCommands::sintercard)
          .syntax("numkeys key... [LIMIT limit]")
          .doc(SET, "7.0.0", OF_SMALLEST, "Counts what several sets have in common, up to a limit if one is given."),
      Command.read("SUNION", -2, Keys.range(1, -1, 1), SetAlgebraCommands::sunion).syntax("key...")
          .doc(SET, "1.0.0", OF_ALL, "Returns what any of several sets has."),
      Command.write("SUNIONSTORE", -3, Keys.range(1, -1, 1), SetAlgebraCommands::sunionstore)
          .syntax("destination key...").denyOom()
          .doc(SET, "1.0.0", OF_ALL, "Stores what any of several sets has."));

  private SetAlgebraCommands() {}

  private static Reply sdiff(Tx tx, Args args) { return reply(SetAlgebra.difference(from(tx, args, 1))); }

  private static Reply sinter(Tx tx, Args args) {
    return reply(SetAlgebra.intersection(from(tx, args, 1), Long.MAX_VALUE));
  }

  private static Reply sunion(Tx tx, Args args) { return reply(SetAlgebra.union(from(tx, args, 1))); }

  private static Reply sdiffstore(Tx tx, Args args) {
    return store(tx, args, SetAlgebra.difference(from(tx, args, 2)));
  }

  private static Reply sinterstore(Tx tx, Args args) {
    return store(tx, args, SetAlgebra.intersection(from(tx, args, 2), Long.MAX_VALUE));
  }

  private static Reply sunionstore(Tx tx, Args args) {
    return store(tx, args, SetAlgebra.union(from(tx, args, 2)));
  }

  private static Reply sintercard(Tx tx, Args args) {
    long keys = args.integer(1, NO_KEYS);
    if (keys < 1) throw NO_KEYS;
    if (keys > args.count() - 2) throw TOO_FEW_KEYS;
    int end = 2 + (int) keys;
    long limit = 0;
    for (int i = end; i < args.count(); i += 2) {
      if (!args.is(i, "LIMIT") || i + 1 == args.count()) throw CommandError.SYNTAX;
      limit = args.integer(i + 1, NEGATIVE_LIMIT);
      if (limit < 0) throw NEGATIVE_LIMIT;
    }
    List<RedisSet> sets = sets(tx, args, 2, end);
    return Reply.integer(SetAlgebra.intersection(sets, limit == 0 ? Long.MAX_VALUE : limit).size());
  }

  private static List<RedisSet> from(Tx tx, Args args, int first) {
    return sets(tx, args, first, args.count());
  }

  private static List<RedisSet> sets(Tx tx, Args args, int first, int end) {
    List<RedisSet> sets = new ArrayList<>(end - first);
    for (int i = first; i < end; i++) sets.add(RedisSet.of(tx, args.key(i)));
    return sets;
  }

  private static Reply reply(Collection<Slice> members) { return Reply.set(SetCommands.bulks(members)); }

  private static Reply store(Tx tx, Args args, Collection<Slice> members) {
    RedisSet.replace(tx, args.key(1), members);
    return Reply.integer(members.size());
  }
}
