package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.SET;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.RedisSet;
import io.vertikv.resp.type.Slice;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Sets one by one; {@link SetAlgebraCommands} has what combines them. */
public final class SetCommands {
  private static final CommandError NEGATIVE = new CommandError("ERR value is out of range, must be positive");
  private static final Reply NO_MEMBERS = Reply.set(List.of());
  private static final String PER_SCAN = "O(1) for every call, O(N) for a complete iteration with N members.";

  public static final List<Command> TABLE = List.of(
      Command.write("SADD", -3, Keys.at(1), SetCommands::sadd).syntax("key member...").denyOom().fast()
          .doc(SET, "1.0.0", "O(N) with N members named.", "Adds members to a set."),
      Command.write("SREM", -3, Keys.at(1), SetCommands::srem).syntax("key member...").fast()
          .doc(SET, "1.0.0", "O(N) with N members named.", "Removes members, and the set with its last one."),
      Command.read("SMEMBERS", 2, Keys.at(1), SetCommands::smembers).syntax("key")
          .doc(SET, "1.0.0", "O(N) with N members in the set.", "Returns a set as a whole."),
      Command.read("SISMEMBER", 3, Keys.at(1), SetCommands::sismember).syntax("key member").fast()
          .doc(SET, "1.0.0", "O(1)", "Tells whether a set has a member."),
      Command.read("SMISMEMBER", -3, Keys.at(1), SetCommands::smismember).syntax("key member...").fast()
          .doc(SET, "6.2.0", "O(N) with N members asked for.", "Tells for several members whether a set has them."),
      Command.read("SCARD", 2, Keys.at(1), SetCommands::scard).syntax("key").fast()
          .doc(SET, "1.0.0", "O(1)", "Counts the members of a set."),
      Command.write("SPOP", -2, Keys.at(1), SetCommands::spop).syntax("key [count]").fast()
          .doc(SET, "1.0.0", "O(N) with N members returned.", "Takes random members out of a set and returns them."),
      Command.read("SRANDMEMBER", -2, Keys.at(1), SetCommands::srandmember).syntax("key [count]")
          .doc(SET, "1.0.0", "O(N) with N members returned.", "Returns random members of a set."),
      Command.write("SMOVE", 4, Keys.range(1, 2, 1), SetCommands::smove).syntax("source destination member").fast()
          .doc(SET, "1.0.0", "O(1)", "Takes a member out of one set and adds it to another."),
      Command.read("SSCAN", -3, Keys.at(1), SetCommands::sscan).syntax("key cursor [MATCH pattern] [COUNT count]")
          .doc(SET, "2.8.0", PER_SCAN, "Walks over a set in steps, a cursor from call to call."));

  private SetCommands() {}

  private static Reply sadd(Tx tx, Args args) {
    RedisSet set = RedisSet.of(tx, args.key(1));
    set.expect(args.bytes(2), args.count() - 2);
    int added = 0;
    for (int i = 2; i < args.count(); i++) if (set.add(args.bytes(i))) added++;
    set.save();
    return Reply.integer(added);
  }

  private static Reply srem(Tx tx, Args args) {
    RedisSet set = RedisSet.of(tx, args.key(1));
    int removed = 0;
    for (int i = 2; i < args.count(); i++) if (set.remove(args.bytes(i))) removed++;
    set.save();
    return Reply.integer(removed);
  }

  private static Reply smembers(Tx tx, Args args) {
    return Reply.set(bulks(RedisSet.of(tx, args.key(1)).members()));
  }

  private static Reply sismember(Tx tx, Args args) { return has(RedisSet.of(tx, args.key(1)), args.bytes(2)); }

  private static Reply smismember(Tx tx, Args args) {
    RedisSet set = RedisSet.of(tx, args.key(1));
    List<Reply> answers = new ArrayList<>(args.count() - 2);
    for (int i = 2; i < args.count(); i++) answers.add(has(set, args.bytes(i)));
    return Reply.array(answers);
  }

  private static Reply has(RedisSet set, byte[] member) {
    return Reply.integer(set.has(member) ? 1 : 0);
  }

  private static Reply scard(Tx tx, Args args) { return Reply.integer(RedisSet.of(tx, args.key(1)).size()); }

  private static Reply spop(Tx tx, Args args) {
    if (args.count() > 3) throw CommandError.SYNTAX;
    if (args.count() == 3) return spopMany(tx, args);
    RedisSet set = RedisSet.of(tx, args.key(1));
    if (set.size() == 0) return Reply.NIL;
    Slice member = set.any(tx.random());
    set.remove(member.toByteArray());
    set.save();
    return bulk(member);
  }

  private static Reply spopMany(Tx tx, Args args) {
    long count = args.integer(2, NEGATIVE);
    if (count < 0) throw NEGATIVE;
    RedisSet set = RedisSet.of(tx, args.key(1));
    if (count == 0 || set.size() == 0) return NO_MEMBERS;
    if (count >= set.size()) {
      List<Slice> all = set.members();
      set.clear();
      return Reply.set(bulks(all));
    }
    List<Slice> taken = set.distinct(count, tx.random());
    for (Slice member : taken) set.remove(member.toByteArray());
    set.save();
    return Reply.set(bulks(taken));
  }

  private static Reply srandmember(Tx tx, Args args) {
    if (args.count() > 3) throw CommandError.SYNTAX;
    if (args.count() == 2) {
      RedisSet set = RedisSet.of(tx, args.key(1));
      return set.size() == 0 ? Reply.NIL : bulk(set.any(tx.random()));
    }
    RandomCount count = RandomCount.of(args, 2);
    RedisSet set = RedisSet.of(tx, args.key(1));
    if (count.zero() || set.size() == 0) return Reply.EMPTY_ARRAY;
    if (!count.repeats()) return Reply.array(bulks(set.distinct(count.value(), tx.random())));
    return Reply.array(RandomCount.bounded(bulks(set.repeated(count.repetitions(), tx.random()))));
  }

  private static Reply smove(Tx tx, Args args) {
    Key sourceKey = args.key(1);
    Key targetKey = args.key(2);
    RedisSet source = RedisSet.of(tx, sourceKey);
    if (source.size() == 0) return Reply.integer(0);
    byte[] member = args.bytes(3);
    if (sourceKey.equals(targetKey)) return has(source, member);
    RedisSet target = RedisSet.of(tx, targetKey);
    if (!source.remove(member)) return Reply.integer(0);
    target.add(member);
    source.save();
    target.save();
    return Reply.integer(1);
  }

  private static Reply sscan(Tx tx, Args args) {
    long cursor = ScanArgs.cursor(args, 2);
    RedisSet set = RedisSet.of(tx, args.key(1));
    if (set.size() == 0) return ScanArgs.NOTHING;
    ScanArgs scan = ScanArgs.of(args, 3);
    List<Reply> shown = new ArrayList<>();
    long next = set.scan(cursor, scan.count(), (member, value) -> {
      if (scan.shows(member)) shown.add(bulk(member));
    });
    return ScanArgs.reply(next, shown);
  }

  static List<Reply> bulks(Collection<Slice> members) {
    List<Reply> items = new ArrayList<>(members.size());
    for (Slice member : members) items.add(bulk(member));
    return items;
  }

  private static Reply bulk(Slice slice) { return new Reply.Bulk(slice.array(), slice.offset(), slice.length()); }
}
