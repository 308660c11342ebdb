package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.type.ScoredMembers;
import io.vertikv.resp.type.ZsetAlgebra.Aggregate;
import io.vertikv.resp.type.ZsetAlgebra.Input;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What ZUNION and its kin are told: {@code [destination] numkeys key [key …] [options]}, the keys looked up. The types of
 * the keys are checked before the options, as Redis does it.
 *
 * @param limit ZINTERCARD's, 0 for none
 */
record CombineArgs(List<Input> inputs, Aggregate aggregate, boolean withScores, long limit) {
  /** What is done with the inputs; it decides which options there are. */
  enum Operation {
    UNION, INTERSECTION, DIFFERENCE, CARDINALITY;

    boolean weighs() { return this == UNION || this == INTERSECTION; }
  }

  private static final CommandError WEIGHT = new CommandError("ERR weight value is not a float");
  private static final CommandError LIMIT = new CommandError("ERR LIMIT can't be negative");

  static CombineArgs of(Tx tx, Args args, Operation operation, boolean stores) {
    int countAt = stores ? 2 : 1;
    long keys = args.integer(countAt);
    if (keys < 1)
      throw new CommandError("ERR at least 1 input key is needed for '"
          + args.text(0).toLowerCase(Locale.ROOT) + "' command");
    if (keys > args.count() - countAt - 1) throw CommandError.SYNTAX;
    List<Input> inputs = new ArrayList<>((int) keys);
    for (int i = 1; i <= keys; i++) inputs.add(new Input(ScoredMembers.of(tx, args.key(countAt + i)), 1));
    return options(args, countAt + 1 + (int) keys, inputs, operation, stores);
  }

  private static CombineArgs options(Args args, int from, List<Input> inputs, Operation operation, boolean stores) {
    Aggregate aggregate = Aggregate.SUM;
    boolean withScores = false;
    long limit = 0;
    for (int i = from; i < args.count(); i++) {
      int behind = args.count() - i - 1;
      if (operation.weighs() && behind >= inputs.size() && args.is(i, "WEIGHTS")) {
        for (int k = 0; k < inputs.size(); k++) {
          inputs.set(k, new Input(inputs.get(k).members(), args.decimal(++i, WEIGHT)));
        }
      } else if (operation.weighs() && behind >= 1 && args.is(i, "AGGREGATE")) {
        aggregate = aggregate(args, ++i);
      } else if (!stores && operation != Operation.CARDINALITY && args.is(i, "WITHSCORES")) {
        withScores = true;
      } else if (operation == Operation.CARDINALITY && behind >= 1 && args.is(i, "LIMIT")) {
        limit = Parse.atLeastZero(args, ++i, LIMIT);
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return new CombineArgs(inputs, aggregate, withScores, limit);
  }

  private static Aggregate aggregate(Args args, int at) {
    for (Aggregate aggregate : Aggregate.values()) if (args.is(at, aggregate.name())) return aggregate;
    throw CommandError.SYNTAX;
  }
}
