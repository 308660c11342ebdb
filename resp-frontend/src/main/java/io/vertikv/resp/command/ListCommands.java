package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.LIST;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.ElementVisitor;
import io.vertikv.resp.type.ListEnd;
import io.vertikv.resp.type.RedisList;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lists. The commands that wait for elements are not among them. */
public final class ListCommands {
  public static final List<Command> TABLE = List.of(
      Command.write("LPUSH", -3, Keys.at(1), (tx, args) -> push(tx, args, ListEnd.HEAD, false)).syntax("key element...")
          .denyOom().fast()
          .doc(LIST, "1.0.0", "O(1) for each element", "Puts elements before the first one; makes the list."),
      Command.write("RPUSH", -3, Keys.at(1), (tx, args) -> push(tx, args, ListEnd.TAIL, false)).syntax("key element...")
          .denyOom().fast()
          .doc(LIST, "1.0.0", "O(1) for each element", "Puts elements behind the last one; makes the list."),
      Command.write("LPUSHX", -3, Keys.at(1), (tx, args) -> push(tx, args, ListEnd.HEAD, true)).syntax("key element...")
          .denyOom().fast()
          .doc(LIST, "2.2.0", "O(1) for each element", "Puts elements before the first one of a list that exists."),
      Command.write("RPUSHX", -3, Keys.at(1), (tx, args) -> push(tx, args, ListEnd.TAIL, true)).syntax("key element...")
          .denyOom().fast()
          .doc(LIST, "2.2.0", "O(1) for each element", "Puts elements behind the last one of a list that exists."),
      Command.write("LPOP", -2, Keys.at(1), (tx, args) -> pop(tx, args, ListEnd.HEAD)).syntax("key [count]").fast()
          .doc(LIST, "1.0.0", "O(N) with N elements taken", "Takes and answers the first elements."),
      Command.write("RPOP", -2, Keys.at(1), (tx, args) -> pop(tx, args, ListEnd.TAIL)).syntax("key [count]").fast()
          .doc(LIST, "1.0.0", "O(N) with N elements taken", "Takes and answers the last elements."),
      Command.read("LLEN", 2, Keys.at(1), ListCommands::length).syntax("key").fast()
          .doc(LIST, "1.0.0", "O(1)", "Answers the number of elements."),
      Command.read("LINDEX", 3, Keys.at(1), ListCommands::index).syntax("key index")
          .doc(LIST, "1.0.0", "O(N/128) with N elements to the nearer end", "Answers the element at an index."),
      Command.write("LSET", 4, Keys.at(1), ListCommands::set).syntax("key index element").denyOom()
          .doc(LIST, "1.0.0", "O(N/128) with N elements to the nearer end", "Puts another element at an index."),
      Command.read("LRANGE", 4, Keys.at(1), ListCommands::range).syntax("key start stop")
          .doc(LIST, "1.0.0", "O(S/128+N) with S elements to the nearer end and N answered",
              "Answers the elements between two indexes."),
      Command.write("LTRIM", 4, Keys.at(1), ListCommands::trim).syntax("key start stop")
          .doc(LIST, "1.0.0", "O(N) with N elements kept or removed, whichever are fewer",
              "Keeps the elements between two indexes and removes the others."),
      Command.write("LREM", 4, Keys.at(1), ListCommands::remove).syntax("key count element")
          .doc(LIST, "1.0.0", "O(N) with N elements in the list", "Removes elements that are equal to a given one."),
      Command.write("LINSERT", 5, Keys.at(1), ListCommands::insert).syntax("key <BEFORE | AFTER> pivot element")
          .denyOom()
          .doc(LIST, "2.2.0", "O(N) with N elements before the pivot", "Puts an element before or behind another one."),
      Command.read("LPOS", -3, Keys.at(1), ListCommands::positions)
          .syntax("key element [RANK rank] [COUNT num-matches] [MAXLEN len]")
          .doc(LIST, "6.0.6", "O(N) with N elements looked at", "Answers where elements equal to a given one stand."),
      Command.write("LMOVE", 5, Keys.range(1, 2, 1), ListCommands::move)
          .syntax("source destination <LEFT | RIGHT> <LEFT | RIGHT>").denyOom()
          .doc(LIST, "6.2.0", "O(1)", "Takes an element from an end of one list and puts it at an end of another."),
      Command.write("RPOPLPUSH", 3, Keys.range(1, 2, 1),
          (tx, args) -> move(tx, args, ListEnd.TAIL, ListEnd.HEAD)).syntax("source destination").denyOom()
          .doc(LIST, "1.2.0", "O(1)", "Takes the last element of one list and puts it before the first of another."),
      Command.write("LMPOP", -4, Keys.counted(1, 0), ListCommands::popFirst)
          .syntax("numkeys key... <LEFT | RIGHT> [COUNT count]")
          .doc(LIST, "7.0.0", "O(N+M) with N keys and M elements taken",
              "Takes elements from the first list that is not empty."));

  private static final Reply MINUS_ONE = Reply.integer(-1);
  private static final CommandError RANK_ZERO = new CommandError(
      "ERR RANK can't be zero: use 1 to start from the first "
          + "match, 2 from the second ... or use negative to start from the end of the list");
  private static final CommandError RANK_RANGE = new CommandError(
      "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
  private static final CommandError COUNT_NEGATIVE = new CommandError("ERR COUNT can't be negative");
  private static final CommandError MAXLEN_NEGATIVE = new CommandError("ERR MAXLEN can't be negative");

  private ListCommands() {}

  private static Reply push(Tx tx, Args args, ListEnd end, boolean onlyExisting) {
    RedisList list = RedisList.of(tx, args.key(1));
    if (onlyExisting && !list.exists()) return Reply.integer(0);
    byte[][] elements = new byte[args.count() - 2][];
    for (int i = 0; i < elements.length; i++) elements[i] = args.bytes(i + 2);
    list.push(end, elements);
    list.save();
    return Reply.integer(list.size());
  }

  private static Reply pop(Tx tx, Args args, ListEnd end) {
    if (args.count() > 3) throw Parse.wrongArity(args);
    boolean counted = args.count() == 3;
    long count = counted ? Parse.atLeastZero(args, 2, Parse.MUST_BE_POSITIVE) : 1;
    RedisList list = RedisList.of(tx, args.key(1));
    if (!list.exists()) return counted ? Reply.NIL_ARRAY : Reply.NIL;
    List<Reply> taken = pop(list, end, count);
    return counted ? Reply.array(taken) : taken.getFirst();
  }

  private static List<Reply> pop(RedisList list, ListEnd end, long count) {
    List<Reply> taken = new ArrayList<>((int) Math.min(count, list.size()));
    if (count == 0) return taken;
    list.pop(end, count, bulksTo(taken));
    list.save();
    return taken;
  }

  private static ElementVisitor bulksTo(List<Reply> replies) {
    return (array, offset, length) -> replies.add(new Reply.Bulk(array, offset, length));
  }

  private static Reply length(Tx tx, Args args) { return Reply.integer(RedisList.of(tx, args.key(1)).size()); }

  private static Reply index(Tx tx, Args args) {
    RedisList list = RedisList.of(tx, args.key(1));
    if (!list.exists()) return Reply.NIL;
    long index = args.integer(2);
    if (index < 0) index += list.size();
    if (index < 0 || index >= list.size()) return Reply.NIL;
    List<Reply> found = new ArrayList<>(1);
    list.get(index, bulksTo(found));
    return found.getFirst();
  }

  private static Reply set(Tx tx, Args args) {
    RedisList list = RedisList.of(tx, args.key(1));
    if (!list.exists()) throw CommandError.NO_SUCH_KEY;
    long index = args.integer(2);
    if (index < 0) index += list.size();
    if (index < 0 || index >= list.size()) throw CommandError.INDEX_OUT_OF_RANGE;
    list.set(index, args.bytes(3));
    list.save();
    list.save();
    return Reply.OK;
  }

  private static Reply range(Tx tx, Args args) {
    long from = args.integer(2);
    long to = args.integer(3);
    RedisList list = RedisList.of(tx, args.key(1));
    from = Parse.first(from, list.size());
    to = Parse.last(to, list.size());
    if (from > to) return Reply.EMPTY_ARRAY;
    List<Reply> elements = new ArrayList<>((int) (to - from + 1));
    list.range(from, to, bulksTo(elements));
    return Reply.array(elements);
  }

  private static Reply trim(Tx tx, Args args) {
    long from = args.integer(2);
    long to = args.integer(3);
    RedisList list = RedisList.of(tx, args.key(1));
    if (!list.exists()) return Reply.OK;
    from = Parse.first(from, list.size());
    to = Parse.last(to, list.size());
    if (from == 0 && to == list.size() - 1) return Reply.OK;
    if (from > to) list.clear();
    else list.trim(from, to);
    list.save();
    return Reply.OK;
  }

  private static Reply remove(Tx tx, Args args) {
    long count = args.integer(2);
    RedisList list = RedisList.of(tx, args.key(1));
    ListEnd from = count < 0 ? ListEnd.TAIL : ListEnd.HEAD;
    long limit = count == 0 || count == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(count);
    long removed = list.remove(from, limit, args.bytes(3));
    if (removed > 0) list.save();
    return Reply.integer(removed);
  }

  private static Reply insert(Tx tx, Args args) {
    boolean behind = args.is(2, "AFTER");
    if (!behind && !args.is(2, "BEFORE")) throw CommandError.SYNTAX;
    RedisList list = RedisList.of(tx, args.key(1));
    if (!list.exists()) return Reply.integer(0);
    if (!list.insert(args.bytes(3), behind, args.bytes(4))) return MINUS_ONE;
    list.save();
    return Reply.integer(list.size());
  }

  private static Reply positions(Tx tx, Args args) {
    long rank = 1;
    long count = -1;
    long compareMax = 0;
    for (int i = 3; i < args.count(); i += 2) {
      if (i + 1 == args.count()) throw CommandError.SYNTAX;
      if (args.is(i, "RANK")) rank = rank(args, i + 1);
      else if (args.is(i, "COUNT")) count = Parse.atLeastZero(args, i + 1, COUNT_NEGATIVE);
      else if (args.is(i, "MAXLEN")) compareMax = Parse.atLeastZero(args, i + 1, MAXLEN_NEGATIVE);
      else throw CommandError.SYNTAX;
    }
    RedisList list = RedisList.of(tx, args.key(1));
    List<Reply> found = new ArrayList<>();
    long limit = count < 0 ? 1 : count == 0 ? Long.MAX_VALUE : count;
    long[] skip = {Math.abs(rank) - 1};
    list.positions(rank < 0 ? ListEnd.TAIL : ListEnd.HEAD, args.bytes(2), compareMax == 0 ? Long.MAX_VALUE : compareMax,
        index -> {
          if (skip[0]-- > 0) return true;
          found.add(Reply.integer(index));
          return found.size() < limit;
        });
    if (count >= 0) return Reply.array(found);
    return found.isEmpty() ? Reply.NIL : found.getFirst();
  }

  private static long rank(Args args, int at) {
    long rank = args.integer(at);
    if (rank == Long.MIN_VALUE) throw RANK_RANGE;
    if (rank == 0) throw RANK_ZERO;
    return rank;
  }

  private static Reply move(Tx tx, Args args) {
    ListEnd from = end(args, 3);
    ListEnd to = end(args, 4);
    return move(tx, args, from, to);
  }

  private static ListEnd end(Args args, int at) {
    if (args.is(at, "LEFT")) return ListEnd.HEAD;
    if (args.is(at, "RIGHT")) return ListEnd.TAIL;
    throw CommandError.SYNTAX;
  }

  private static Reply move(Tx tx, Args args, ListEnd from, ListEnd to) {
    RedisList source = RedisList.of(tx, args.key(1));
    if (!source.exists()) return Reply.NIL;
    boolean rotates = args.key(1).equals(args.key(2));
    RedisList target = rotates ? source : RedisList.of(tx, args.key(2));
    List<Reply> taken = new ArrayList<>(1);
    byte[][] element = new byte[1][];
    source.pop(from, 1, (array, offset, length) -> {
      element[0] = Arrays.copyOfRange(array, offset, offset + length);
      taken.add(Reply.bulk(element[0]));
    });
    target.push(to, element);
    if (!rotates) source.save();
    target.save();
    return taken.getFirst();
  }

  private static Reply popFirst(Tx tx, Args args) {
    PopFirst options = PopFirst.of(args, "LEFT", "RIGHT");
    for (int i = 2; i < 2 + options.keys(); i++) {
      RedisList list = RedisList.of(tx, args.key(i));
      if (!list.exists()) continue;
      List<Reply> taken = pop(list, options.second() ? ListEnd.TAIL : ListEnd.HEAD, options.count());
      return Reply.array(Reply.bulk(args.bytes(i)), Reply.array(taken));
    }
    return Reply.NIL_ARRAY;
  }
}
