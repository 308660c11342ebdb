package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.BITMAP;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.BitOperation;
import io.vertikv.resp.type.Bitmap;
import io.vertikv.resp.type.RedisString;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/** Strings as arrays of bits. */
public final class BitmapCommands {
  static final CommandError OFFSET = new CommandError("ERR bit offset is not an integer or out of range");
  private static final CommandError BIT = new CommandError("ERR bit is not an integer or out of range");
  private static final CommandError BIT_TO_FIND = new CommandError("ERR The bit argument must be 1 or 0.");
  private static final CommandError ONE_SOURCE = new CommandError(
      "ERR BITOP NOT must be called with a single source key.");
  private static final long BITS_MAX = RedisString.BYTES_MAX << 3;
  private static final Reply NOT_FOUND = Reply.integer(-1);

  public static final List<Command> TABLE = List.of(
      Command.write("SETBIT", 4, Keys.at(1), BitmapCommands::setBit).syntax("key offset value:integer").denyOom()
          .doc(BITMAP, "2.2.0", "O(1)", "Sets or clears one bit of a key's string, which grows as needed."),
      Command.read("GETBIT", 3, Keys.at(1), BitmapCommands::getBit).syntax("key offset").fast()
          .doc(BITMAP, "2.2.0", "O(1)", "Returns one bit of a key's string."),
      Command.read("BITCOUNT", -2, Keys.at(1), BitmapCommands::count).syntax("key [start end [BYTE | BIT]]")
          .doc(BITMAP, "2.6.0", "O(N) with N bytes stored", "Counts the ones in a key's string or in a part of it."),
      Command.read("BITPOS", -3, Keys.at(1), BitmapCommands::position).syntax("key bit [start [end [BYTE | BIT]]]")
          .doc(BITMAP, "2.8.7", "O(N) with N bytes stored", "Finds the first one or zero in a key's string."),
      Command.write("BITOP", -4, Keys.range(2, -1, 1), BitmapCommands::operation).syntax("operation destkey key...")
          .denyOom()
          .doc(BITMAP, "2.6.0", "O(N) with N bytes stored", "Combines strings bit by bit and keeps the result."));

  private BitmapCommands() {}

  private static Reply setBit(Tx tx, Args args) {
    long bit = offset(args, 2);
    long on = args.integer(3, BIT);
    if (on != 0 && on != 1) throw BIT;
    return bit(Bitmap.of(tx, args.key(1)).set(bit, on == 1));
  }

  private static Reply getBit(Tx tx, Args args) {
    long bit = offset(args, 2);
    return bit(Bitmap.of(tx, args.key(1)).get(bit));
  }

  private static Reply bit(boolean one) { return Reply.integer(one ? 1 : 0); }

  private static long offset(Args args, int at) {
    long bit = args.integer(at, OFFSET);
    if (bit < 0 || bit >= BITS_MAX) throw OFFSET;
    return bit;
  }

  /** An absent key is answered before its range is looked at, as Redis does it. */
  private static Reply count(Tx tx, Args args) {
    Bitmap bitmap = Bitmap.of(tx, args.key(1));
    if (!bitmap.exists()) return Reply.integer(0);
    if (args.count() == 2) return Reply.integer(bitmap.count(0, bitmap.lengthBytes() << 3));
    if (args.count() != 4 && args.count() != 5) throw CommandError.SYNTAX;
    long start = args.integer(2);
    long end = args.integer(3);
    if (start < 0 && end < 0 && start > end) return Reply.integer(0);
    BitRange range = BitRange.of(start, end, isBit(args, 4), bitmap.lengthBytes());
    return Reply.integer(bitmap.count(range.start(), range.end()));
  }

  private static Reply position(Tx tx, Args args) {
    long wanted = args.integer(2);
    if (wanted != 0 && wanted != 1) throw BIT_TO_FIND;
    Bitmap bitmap = Bitmap.of(tx, args.key(1));
    if (!bitmap.exists()) return wanted == 1 ? NOT_FOUND : Reply.integer(0);
    if (args.count() > 6) throw CommandError.SYNTAX;
    long start = args.count() > 3 ? args.integer(3) : 0;
    boolean inBits = isBit(args, 5);
    boolean endGiven = args.count() > 4;
    long end = endGiven ? args.integer(4) : Long.MAX_VALUE;
    BitRange range = BitRange.of(start, end, inBits, bitmap.lengthBytes());
    long found = bitmap.find(wanted == 1, range.start(), range.end());
    // Without an end, zeros go on for ever behind the string.
    boolean behind = found < 0 && wanted == 0 && !endGiven && range.start() < range.end();
    return behind ? Reply.integer(range.end()) : Reply.integer(found);
  }

  private static boolean isBit(Args args, int at) {
    if (at >= args.count() || args.is(at, "BYTE")) return false;
    if (!args.is(at, "BIT")) throw CommandError.SYNTAX;
    return true;
  }

  /** Bits from start to before end; empty when they do not meet. */
  private record BitRange(long start, long end) {
    /** First and last, in bytes or bits, as clients give them: negative ones count from the end. */
    static BitRange of(long first, long last, boolean inBits, long lengthBytes) {
      long length = inBits ? lengthBytes << 3 : lengthBytes;
      long from = first < 0 ? Math.max(0, length + first) : Math.min(first, length);
      long to = Math.min(last < 0 ? Math.max(0, length + last) : last, length - 1) + 1;
      return inBits ? new BitRange(from, to) : new BitRange(from << 3, to << 3);
    }
  }

  private static Reply operation(Tx tx, Args args) {
    BitOperation operation = null;
    for (BitOperation known : BitOperation.values()) if (args.is(1, known.name())) operation = known;
    if (operation == null) throw CommandError.SYNTAX;
    if (operation == BitOperation.NOT && args.count() != 4) throw ONE_SOURCE;
    List<RedisString> sources = new ArrayList<>(args.count() - 3);
    for (int i = 3; i < args.count(); i++) sources.add(RedisString.of(tx, args.key(i)));
    return Reply.integer(operation.store(tx, args.key(2), sources));
  }
}
