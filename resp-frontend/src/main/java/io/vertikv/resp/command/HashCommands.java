package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.HASH;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Element;
import io.vertikv.resp.type.LongDouble;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.RedisHash;
import io.vertikv.resp.type.Slice;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/** Hashes: fields and their values under one key. */
public final class HashCommands {
  private static final CommandError NOT_AN_INTEGER = new CommandError("ERR hash value is not an integer");
  private static final CommandError NOT_A_FLOAT = new CommandError("ERR hash value is not a float");
  private static final CommandError OVERFLOW = new CommandError("ERR increment or decrement would overflow");
  private static final CommandError INFINITE_INCREMENT = new CommandError("ERR value is NaN or Infinity");
  private static final CommandError INFINITE = new CommandError("ERR increment would produce NaN or Infinity");
  private static final String PER_SCAN = "O(1) for every call, O(N) for a complete iteration with N fields.";

  public static final List<Command> TABLE = List.of(
      Command.write("HSET", -4, Keys.at(1), HashCommands::hset).syntax("key (field value)...").denyOom().fast()
          .doc(HASH, "2.0.0", "O(N) with N fields set.", "Sets fields of a hash, new ones and known ones."),
      Command.write("HSETNX", 4, Keys.at(1), HashCommands::hsetnx).syntax("key field value").denyOom().fast()
          .doc(HASH, "2.0.0", "O(1)", "Sets a field of a hash unless it is there."),
      Command.read("HGET", 3, Keys.at(1), HashCommands::hget).syntax("key field").fast()
          .doc(HASH, "2.0.0", "O(1)", "Returns what a field of a hash is set to."),
      Command.read("HMGET", -3, Keys.at(1), HashCommands::hmget).syntax("key field...").fast()
          .doc(HASH, "2.0.0", "O(N) with N fields asked for.", "Returns what several fields of a hash are set to."),
      Command.write("HMSET", -4, Keys.at(1), HashCommands::hmset).syntax("key (field value)...").denyOom().fast()
          .doc(HASH, "2.0.0", "O(N) with N fields set.", "Sets fields as HSET does, and answers OK."),
      Command.write("HDEL", -3, Keys.at(1), HashCommands::hdel).syntax("key field...").fast()
          .doc(HASH, "2.0.0", "O(N) with N fields named.", "Removes fields, and the hash with its last one."),
      Command.read("HLEN", 2, Keys.at(1), HashCommands::hlen).syntax("key").fast()
          .doc(HASH, "2.0.0", "O(1)", "Counts the fields of a hash."),
      Command.read("HSTRLEN", 3, Keys.at(1), HashCommands::hstrlen).syntax("key field").fast()
          .doc(HASH, "3.2.0", "O(1)", "Returns how many bytes a field is set to."),
      Command.read("HEXISTS", 3, Keys.at(1), HashCommands::hexists).syntax("key field").fast()
          .doc(HASH, "2.0.0", "O(1)", "Tells whether a hash has a field."),
      Command.read("HKEYS", 2, Keys.at(1), HashCommands::hkeys).syntax("key")
          .doc(HASH, "2.0.0", "O(N) with N fields in the hash.", "Lists the fields of a hash."),
      Command.read("HVALS", 2, Keys.at(1), HashCommands::hvals).syntax("key")
          .doc(HASH, "2.0.0", "O(N) with N fields in the hash.", "Lists what the fields of a hash are set to."),
      Command.read("HGETALL", 2, Keys.at(1), HashCommands::hgetall).syntax("key")
          .doc(HASH, "2.0.0", "O(N) with N fields in the hash.", "Returns a hash as a whole."),
      Command.write("HINCRBY", 4, Keys.at(1), HashCommands::hincrby).syntax("key field increment").denyOom().fast()
          .doc(HASH, "2.0.0", "O(1)", "Adds to the integer that a field is set to; one that is not there counts as 0."),
      Command.write("HINCRBYFLOAT", 4, Keys.at(1), HashCommands::hincrbyfloat).syntax("key field increment:double")
          .denyOom().fast()
          .doc(HASH, "2.6.0", "O(1)", "Adds to the decimal number that a field is set to; an absent one counts as 0."),
      Command.read("HSCAN", -3, Keys.at(1), HashCommands::hscan).syntax("key cursor [MATCH pattern] [COUNT count]")
          .doc(HASH, "2.8.0", PER_SCAN, "Walks over a hash in steps, a cursor from call to call."),
      Command.read("HRANDFIELD", -2, Keys.at(1), HashCommands::hrandfield).syntax("key [count [WITHVALUES]]")
          .doc(HASH, "6.2.0", "O(N) with N fields returned.", "Returns random fields of a hash."));

  private HashCommands() {}

  private static Reply hset(Tx tx, Args args) { return Reply.integer(set(tx, args, "hset")); }

  private static Reply hmset(Tx tx, Args args) {
    set(tx, args, "hmset");
    return Reply.OK;
  }

  private static int set(Tx tx, Args args, String name) {
    if (args.count() % 2 != 0) throw new CommandError("ERR wrong number of arguments for '" + name + "' command");
    RedisHash hash = RedisHash.of(tx, args.key(1));
    hash.expect((args.count() - 2) / 2);
    int added = 0;
    for (int i = 2; i < args.count(); i += 2) if (hash.put(args.bytes(i), args.bytes(i + 1))) added++;
    hash.save();
    return added;
  }

  private static Reply hsetnx(Tx tx, Args args) {
    RedisHash hash = RedisHash.of(tx, args.key(1));
    byte[] field = args.bytes(2);
    if (hash.has(field)) return Reply.integer(0);
    hash.put(field, args.bytes(3));
    hash.save();
    return Reply.integer(1);
  }

  private static Reply hget(Tx tx, Args args) { return bulk(RedisHash.of(tx, args.key(1)).get(args.bytes(2))); }

  private static Reply hmget(Tx tx, Args args) {
    RedisHash hash = RedisHash.of(tx, args.key(1));
    List<Reply> values = new ArrayList<>(args.count() - 2);
    for (int i = 2; i < args.count(); i++) values.add(bulk(hash.get(args.bytes(i))));
    return Reply.array(values);
  }

  private static Reply hdel(Tx tx, Args args) {
    RedisHash hash = RedisHash.of(tx, args.key(1));
    int removed = 0;
    for (int i = 2; i < args.count(); i++) if (hash.remove(args.bytes(i))) removed++;
    hash.save();
    return Reply.integer(removed);
  }

  private static Reply hlen(Tx tx, Args args) { return Reply.integer(RedisHash.of(tx, args.key(1)).size()); }

  private static Reply hstrlen(Tx tx, Args args) {
    Slice value = RedisHash.of(tx, args.key(1)).get(args.bytes(2));
    return Reply.integer(value == null ? 0 : value.length());
  }

  private static Reply hexists(Tx tx, Args args) {
    return Reply.integer(RedisHash.of(tx, args.key(1)).has(args.bytes(2)) ? 1 : 0);
  }

  private static Reply hkeys(Tx tx, Args args) {
    List<Reply> fields = new ArrayList<>();
    RedisHash.of(tx, args.key(1)).each((field, value) -> fields.add(bulk(field)));
    return Reply.array(fields);
  }

  private static Reply hvals(Tx tx, Args args) {
    List<Reply> values = new ArrayList<>();
    RedisHash.of(tx, args.key(1)).each((field, value) -> values.add(bulk(value)));
    return Reply.array(values);
  }

  private static Reply hgetall(Tx tx, Args args) {
    List<Reply> pairs = new ArrayList<>();
    RedisHash.of(tx, args.key(1)).each((field, value) -> addPair(pairs, field, value));
    return Reply.map(pairs);
  }

  private static Reply hincrby(Tx tx, Args args) {
    long increment = args.integer(3);
    RedisHash hash = RedisHash.of(tx, args.key(1));
    byte[] field = args.bytes(2);
    Slice value = hash.get(field);
    if (value != null && !value.isLong()) throw NOT_AN_INTEGER;
    long before = value == null ? 0 : value.toLong();
    long after = before + increment;
    if ((before ^ after) < 0 && (increment ^ after) < 0) throw OVERFLOW;
    hash.put(field, Numbers.text(after));
    hash.save();
    return Reply.integer(after);
  }

  private static Reply hincrbyfloat(Tx tx, Args args) {
    LongDouble increment = LongDouble.read(args.buffer(), args.offset(3), args.length(3));
    if (increment == null) throw CommandError.NOT_A_FLOAT;
    if (!increment.isFinite()) throw INFINITE_INCREMENT;
    RedisHash hash = RedisHash.of(tx, args.key(1));
    byte[] field = args.bytes(2);
    Slice value = hash.get(field);
    LongDouble sum = increment;
    if (value != null) {
      LongDouble before = LongDouble.read(value.array(), value.offset(), value.length());
      if (before == null) throw NOT_A_FLOAT;
      sum = before.plus(increment);
    }
    if (!sum.isFinite()) throw INFINITE;
    byte[] text = sum.text();
    hash.put(field, text);
    hash.save();
    return Reply.bulk(text);
  }

  private static Reply hscan(Tx tx, Args args) {
    long cursor = ScanArgs.cursor(args, 2);
    RedisHash hash = RedisHash.of(tx, args.key(1));
    if (hash.size() == 0) return ScanArgs.NOTHING;
    ScanArgs scan = ScanArgs.of(args, 3);
    List<Reply> shown = new ArrayList<>();
    long next = hash.scan(cursor, scan.count(), (field, value) -> {
      if (scan.shows(field)) addPair(shown, field, value);
    });
    return ScanArgs.reply(next, shown);
  }

  private static Reply hrandfield(Tx tx, Args args) {
    if (args.count() == 2) {
      RedisHash hash = RedisHash.of(tx, args.key(1));
      return hash.size() == 0 ? Reply.NIL : bulk(hash.any(tx.random()).name());
    }
    RandomCount count = RandomCount.of(args, 2);
    boolean withValues = args.count() == 4 && args.is(3, "WITHVALUES");
    if (args.count() > 3 && !withValues) throw CommandError.SYNTAX;
    if (withValues && Math.abs(count.value()) > Long.MAX_VALUE / 2) throw CommandError.OUT_OF_RANGE;
    RedisHash hash = RedisHash.of(tx, args.key(1));
    if (hash.size() == 0 || count.zero()) return Reply.EMPTY_ARRAY;
    List<Element> drawn = count.repeats()
        ? hash.repeated(count.repetitions(), tx.random())
        : hash.distinct(count.value(), tx.random());
    List<Reply> items = new ArrayList<>(withValues ? 2 * drawn.size() : drawn.size());
    for (Element element : drawn) {
      if (withValues) addPair(items, element.name(), element.value());
      else items.add(bulk(element.name()));
    }
    if (count.repeats()) RandomCount.bounded(items);
    return withValues ? Reply.pairs(items) : Reply.array(items);
  }

  private static void addPair(List<Reply> items, Slice field, Slice value) {
    items.add(bulk(field));
    items.add(bulk(value));
  }

  private static Reply bulk(Slice slice) {
    return slice == null ? Reply.NIL : new Reply.Bulk(slice.array(), slice.offset(), slice.length());
  }
}
