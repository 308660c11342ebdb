package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.GENERIC;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.ListEnd;
import io.vertikv.resp.type.RedisList;
import io.vertikv.resp.type.RedisSet;
import io.vertikv.resp.type.RedisZset;
import io.vertikv.resp.type.Slice;
import io.vertikv.resp.type.ValueType;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** SORT: the elements of a list, a set or a sorted set in another order, or what other keys hold for them. */
public final class SortCommands {
  /** A sort holds all elements in memory and its region does nothing else meanwhile. */
  static final int ELEMENTS_MAX = 1 << 20;

  private static final CommandError TOO_MANY = new CommandError(
      "ERR SORT of more than " + ELEMENTS_MAX + " elements");
  private static final CommandError REPLY_TOO_LONG = new CommandError(
      "ERR the sorted elements hold more than " + StringCommands.REPLY_BYTES_MAX + " bytes, use LIMIT");
  private static final String COST = "O(N+M*log(M)) with N elements and M returned";

  public static final List<Command> TABLE = List.of(
      Command.write("SORT", -2, sortKeys(true), (tx, args) -> sort(tx, args, true))
          .syntax("key [BY pattern] [LIMIT offset count] [(GET pattern)...] [ASC | DESC] [ALPHA] [STORE destination]")
          .denyOom()
          .doc(GENERIC, "1.0.0", COST, "Sorts the elements of a list, a set or a sorted set, and may keep the result."),
      Command.read("SORT_RO", -2, sortKeys(false), (tx, args) -> sort(tx, args, false))
          .syntax("key [BY pattern] [LIMIT offset count] [(GET pattern)...] [ASC | DESC] [ALPHA]")
          .doc(GENERIC, "7.0.0", COST, "Sorts the elements of a list, a set or a sorted set."));

  private SortCommands() {}

  /** The key itself and STORE's. The keys that BY and GET make up are not known beforehand. */
  private static Keys sortKeys(boolean stores) {
    return new Keys() {
      @Override
      public void each(Args args, IntConsumer position) {
        if (args.count() > 1) position.accept(1);
        int destination = stores ? SortOptions.storePosition(args) : 0;
        if (destination > 0) position.accept(destination);
      }

      @Override
      public int first() { return 1; }

      @Override
      public int last() { return 1; }

      @Override
      public int step() { return 1; }

      @Override
      public boolean movable() { return true; }
    };
  }

  private static Reply sort(Tx tx, Args args, boolean stores) {
    SortOptions options = SortOptions.of(args, stores);
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    ValueType type = entry.exists() ? entry.header().type() : ValueType.LIST;
    // A set has no order of its own: what is kept of it shall be the same wherever it is computed.
    if (!options.sorts() && type == ValueType.SET && options.storeAt() > 0) options = options.byElements();
    List<Slice> sorted = switch (type) {
      case LIST -> ofList(tx, args, options);
      case SET -> ofSet(tx, args, options);
      case ZSET -> ofZset(tx, args, options);
      case STRING, HASH, STREAM -> throw CommandError.WRONG_TYPE;
    };
    List<Slice> values = values(tx, args, options, sorted);
    return options.storeAt() > 0 ? store(tx, args, options, values) : reply(values);
  }

  /** The elements in their order, those outside of LIMIT left out. */
  private static List<Slice> ofList(Tx tx, Args args, SortOptions options) {
    RedisList list = RedisList.of(tx, args.key(1));
    SortOptions.Range range = options.range(list.size());
    List<Slice> elements = new ArrayList<>();
    long size = list.size();
    if (options.sorts()) range = new SortOptions.Range(0, size);
    expectFewer(range.count());
    if (range.count() == 0) return elements;
    boolean backwards = !options.sorts() && options.descending();
    long from = backwards ? size - range.end() : range.start();
    list.range(from, from + range.count() - 1,
        (array, offset, length) -> elements.add(new Slice(array, offset, length)));
    return options.sorts() ? options.sort(tx, args, elements) : backwards ? elements.reversed() : elements;
  }

  private static List<Slice> ofSet(Tx tx, Args args, SortOptions options) {
    RedisSet set = RedisSet.of(tx, args.key(1));
    expectFewer(set.size());
    if (options.sorts()) return options.sort(tx, args, set.members());
    SortOptions.Range range = options.range(set.size());
    return set.members().subList((int) range.start(), (int) range.end());
  }

  private static List<Slice> ofZset(Tx tx, Args args, SortOptions options) {
    RedisZset zset = RedisZset.of(tx, args.key(1));
    SortOptions.Range range = options.sorts() ? new SortOptions.Range(0, zset.size()) : options.range(zset.size());
    expectFewer(range.count());
    List<Slice> elements = new ArrayList<>();
    if (range.count() == 0) return elements;
    Direction direction = !options.sorts() && options.descending() ? Direction.BACKWARD : Direction.FORWARD;
    zset.range(range.start(), range.end() - 1, direction, (member, score) -> elements.add(member));
    return options.sorts() ? options.sort(tx, args, elements) : elements;
  }

  private static void expectFewer(long elements) {
    if (elements > ELEMENTS_MAX) throw TOO_MANY;
  }

  /** What is asked for of each element: itself, or what GET finds; null where it finds nothing. */
  private static List<Slice> values(Tx tx, Args args, SortOptions options, List<Slice> sorted) {
    if (options.gets().isEmpty()) return sorted;
    List<Slice> values = new ArrayList<>();
    long bytes = 0;
    for (Slice element : sorted) {
      for (SortPattern get : options.gets()) {
        Slice value = get.lookUp(tx, args, element);
        bytes += value == null ? 1 : value.length() + 1;
        if (bytes > StringCommands.REPLY_BYTES_MAX) throw REPLY_TOO_LONG;
        values.add(value);
      }
    }
    return values;
  }

  private static Reply reply(List<Slice> values) {
    List<Reply> replies = new ArrayList<>(values.size());
    for (Slice value : values) replies.add(value == null ? Reply.NIL : StringCommands.bulk(value));
    return Reply.array(replies);
  }

  private static Reply store(Tx tx, Args args, SortOptions options, List<Slice> values) {
    byte[][] elements = new byte[values.size()][];
    for (int i = 0; i < elements.length; i++) {
      Slice value = values.get(i);
      elements[i] = value == null ? new byte[0] : value.toByteArray();
    }
    KeyEntry.of(tx, args.key(options.storeAt())).remove();
    if (elements.length > 0) {
      RedisList list = RedisList.of(tx, args.key(options.storeAt()));
      list.push(ListEnd.TAIL, elements);
      list.save();
    }
    return Reply.integer(elements.length);
  }
}
