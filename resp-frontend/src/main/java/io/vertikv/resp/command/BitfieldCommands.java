package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.BITMAP;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Bitfield;
import io.vertikv.resp.type.Bitfield.Form;
import io.vertikv.resp.type.Bitfield.Overflow;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.RedisString;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/** Strings as arrays of integers of any width: BITFIELD, a small language of its own. */
public final class BitfieldCommands {
  private static final CommandError FORM = new CommandError(
      "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.");
  private static final CommandError OVERFLOW = new CommandError("ERR Invalid OVERFLOW type specified");
  private static final CommandError ONLY_GET = new CommandError("ERR BITFIELD_RO only supports the GET subcommand");
  private static final long BITS_MAX = RedisString.BYTES_MAX << 3;

  public static final List<Command> TABLE = List.of(
      Command.write("BITFIELD", -2, Keys.at(1), (tx, args) -> run(tx, args, false)).syntax(
          "key [(<GET encoding offset | [OVERFLOW <WRAP | SAT | FAIL>] <SET encoding offset value:integer | INCRBY encoding offset increment>>)...]")
          .denyOom()
          .doc(BITMAP, "3.2.0", "O(1) for each operation",
              "Reads, sets and increments integers of any width in a string."),
      Command.read("BITFIELD_RO", -2, Keys.at(1), (tx, args) -> run(tx, args, true))
          .syntax("key [(GET encoding offset)...]").fast()
          .doc(BITMAP, "6.0.0", "O(1) for each operation", "Reads integers of any width in a string."));

  private enum Kind {
    GET, SET, INCRBY
  }

  private record Operation(Kind kind, Form form, long bit, long number, Overflow overflow) {}

  private BitfieldCommands() {}

  private static Reply run(Tx tx, Args args, boolean readOnly) {
    List<Operation> operations = parse(args);
    long highest = -1;
    for (Operation operation : operations) {
      if (operation.kind() != Kind.GET) highest = Math.max(highest, operation.bit() + operation.form().bits() - 1);
    }
    if (readOnly && highest >= 0) throw ONLY_GET;
    Bitfield field = Bitfield.of(tx, args.key(1));
    if (highest >= 0) field.grow(highest);
    List<Reply> replies = new ArrayList<>(operations.size());
    for (Operation operation : operations) replies.add(run(field, operation));
    field.store();
    return Reply.array(replies);
  }

  private static Reply run(Bitfield field, Operation operation) {
    Form form = operation.form();
    long old = field.get(form, operation.bit());
    if (operation.kind() == Kind.GET) return Reply.integer(old);
    Long fitted = operation.kind() == Kind.SET
        ? form.fit(operation.number(), operation.overflow())
        : form.add(old, operation.number(), operation.overflow());
    if (fitted == null) return Reply.NIL;
    field.set(form, operation.bit(), fitted);
    return Reply.integer(operation.kind() == Kind.SET ? old : fitted);
  }

  private static List<Operation> parse(Args args) {
    List<Operation> operations = new ArrayList<>();
    Overflow overflow = Overflow.WRAP;
    for (int i = 2; i < args.count();) {
      int behind = args.count() - i - 1;
      if (args.is(i, "OVERFLOW") && behind >= 1) {
        overflow = overflow(args, i + 1);
        i += 2;
        continue;
      }
      Kind kind = kind(args, i, behind);
      Form form = form(args, i + 1);
      long bit = bit(args, i + 2, form.bits());
      long number = kind == Kind.GET ? 0 : args.integer(i + 3);
      operations.add(new Operation(kind, form, bit, number, overflow));
      i += kind == Kind.GET ? 3 : 4;
    }
    return operations;
  }

  private static Kind kind(Args args, int at, int behind) {
    if (args.is(at, "GET") && behind >= 2) return Kind.GET;
    if (args.is(at, "SET") && behind >= 3) return Kind.SET;
    if (args.is(at, "INCRBY") && behind >= 3) return Kind.INCRBY;
    throw CommandError.SYNTAX;
  }

  private static Overflow overflow(Args args, int at) {
    for (Overflow known : Overflow.values()) if (args.is(at, known.name())) return known;
    throw OVERFLOW;
  }

  private static Form form(Args args, int at) {
    byte[] text = args.bytes(at);
    boolean signed = text.length > 0 && text[0] == 'i';
    if (!signed && (text.length == 0 || text[0] != 'u') || !Numbers.isLong(text, 1, text.length - 1)) throw FORM;
    long bits = Numbers.toLong(text, 1, text.length - 1);
    if (bits < 1 || bits > (signed ? 64 : 63)) throw FORM;
    return new Form(signed, (int) bits);
  }

  /** A bit, or with a # before it a number of integers of this width. */
  private static long bit(Args args, int at, int bits) {
    byte[] text = args.bytes(at);
    int from = text.length > 0 && text[0] == '#' ? 1 : 0;
    if (!Numbers.isLong(text, from, text.length - from)) throw BitmapCommands.OFFSET;
    long number = Numbers.toLong(text, from, text.length - from);
    if (number < 0 || number >= BITS_MAX) throw BitmapCommands.OFFSET;
    long bit = from == 1 ? number * bits : number;
    if (bit >= BITS_MAX) throw BitmapCommands.OFFSET;
    return bit;
  }
}
