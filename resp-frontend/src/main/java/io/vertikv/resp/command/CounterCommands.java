package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.STRING;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.LongDouble;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.RedisString;
import io.vertikv.resp.type.Slice;
import io.vertikv.txn.Tx;
import java.util.List;

/** Strings that are numbers: INCR and its variants. */
public final class CounterCommands {
  private static final CommandError OVERFLOW = new CommandError("ERR increment or decrement would overflow");
  private static final CommandError DECREMENT_OVERFLOW = new CommandError("ERR decrement would overflow");
  private static final CommandError NOT_FINITE = new CommandError("ERR increment would produce NaN or Infinity");

  public static final List<Command> TABLE = List.of(
      Command.write("INCR", 2, Keys.at(1), (tx, args) -> add(tx, args, 1)).syntax("key").denyOom().fast()
          .doc(STRING, "1.0.0", "O(1)", "Adds one to the number in a key; an absent key counts as 0."),
      Command.write("DECR", 2, Keys.at(1), (tx, args) -> add(tx, args, -1)).syntax("key").denyOom().fast()
          .doc(STRING, "1.0.0", "O(1)", "Takes one from the number in a key; an absent key counts as 0."),
      Command.write("INCRBY", 3, Keys.at(1), (tx, args) -> add(tx, args, args.integer(2))).syntax("key increment")
          .denyOom().fast()
          .doc(STRING, "1.0.0", "O(1)", "Adds an integer to the number in a key."),
      Command.write("DECRBY", 3, Keys.at(1), CounterCommands::decrementBy).syntax("key decrement").denyOom().fast()
          .doc(STRING, "1.0.0", "O(1)", "Takes an integer from the number in a key."),
      Command.write("INCRBYFLOAT", 3, Keys.at(1), CounterCommands::addDecimal).syntax("key increment:double").denyOom()
          .fast()
          .doc(STRING, "2.6.0", "O(1)", "Adds a decimal number to the number in a key."));

  private CounterCommands() {}

  private static Reply decrementBy(Tx tx, Args args) {
    long decrement = args.integer(2);
    if (decrement == Long.MIN_VALUE) throw DECREMENT_OVERFLOW;
    return add(tx, args, -decrement);
  }

  private static Reply add(Tx tx, Args args, long increment) {
    RedisString string = RedisString.of(tx, args.key(1));
    long value = 0;
    if (string.exists()) {
      Slice text = numeric(string, CommandError.NOT_AN_INTEGER);
      if (!text.isLong()) throw CommandError.NOT_AN_INTEGER;
      value = text.toLong();
    }
    long sum = value + increment;
    if (((value ^ sum) & (increment ^ sum)) < 0) throw OVERFLOW;
    string.set(Numbers.text(sum), string.expireAtMillis());
    return Reply.integer(sum);
  }

  private static Reply addDecimal(Tx tx, Args args) {
    RedisString string = RedisString.of(tx, args.key(1));
    LongDouble value = string.exists() ? decimal(numeric(string, CommandError.NOT_A_FLOAT)) : LongDouble.ZERO;
    LongDouble increment = decimal(new Slice(args.buffer(), args.offset(2), args.length(2)));
    LongDouble sum = value.plus(increment);
    if (!sum.isFinite()) throw NOT_FINITE;
    byte[] text = sum.text();
    string.set(text, string.expireAtMillis());
    return Reply.bulk(text);
  }

  /** Long strings are no numbers: their segments need not be read to know it. */
  private static Slice numeric(RedisString string, CommandError otherwise) {
    if (string.length() > RedisString.PLAIN_BYTES_MAX) throw otherwise;
    return string.whole();
  }

  private static LongDouble decimal(Slice text) {
    LongDouble value = LongDouble.read(text.array(), text.offset(), text.length());
    if (value == null) throw CommandError.NOT_A_FLOAT;
    return value;
  }
}
