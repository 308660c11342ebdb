package io.vertikv.resp.type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Union, intersection and difference of sets. An absent set is an empty one. */
public final class SetAlgebra {
  /** How far an intersection that has a limit reads ahead. */
  private static final int STRIDE = 64;

  private SetAlgebra() {}

  public static Collection<Slice> union(List<RedisSet> sets) {
    Set<Slice> all = new LinkedHashSet<>();
    for (RedisSet set : sets) set.each((member, value) -> all.add(member));
    return all;
  }

  /** What all of them have, at most {@code limit} members. The smallest is walked, the others are only asked. */
  public static List<Slice> intersection(List<RedisSet> sets, long limit) {
    List<RedisSet> ascending = sets.stream().sorted(Comparator.comparingLong(RedisSet::size)).toList();
    RedisSet smallest = ascending.getFirst();
    List<Slice> common = new ArrayList<>();
    if (smallest.size() == 0) return common;
    List<RedisSet> others = ascending.subList(1, ascending.size());
    long scanned = 0;
    do {
      scanned = smallest.scan(scanned, STRIDE, (member, value) -> {
        if (common.size() < limit && inAll(others, member)) common.add(member);
      });
    } while (scanned != 0 && common.size() < limit);
    return common;
  }

  private static boolean inAll(List<RedisSet> sets, Slice member) {
    byte[] name = member.toByteArray();
    for (RedisSet set : sets) if (!set.has(name)) return false;
    return true;
  }

  /**
   * What only the first has. Either each of its members is looked up in the others, or theirs are all read and taken out
   * of it, whichever touches fewer members.
   */
  public static Collection<Slice> difference(List<RedisSet> sets) {
    RedisSet first = sets.getFirst();
    List<RedisSet> others = sets.subList(1, sets.size());
    long total = 0;
    for (RedisSet set : sets) total += set.size();
    boolean lookUp = first.size() * sets.size() / 2 <= total;
    return lookUp ? lookedUp(first, others) : takenOut(first, others);
  }

  private static Collection<Slice> lookedUp(RedisSet first, List<RedisSet> others) {
    // The largest is the likeliest to know a member, and then no other need be asked.
    List<RedisSet> descending = others.stream().sorted(Comparator.comparingLong(RedisSet::size).reversed()).toList();
    List<Slice> rest = new ArrayList<>();
    first.each((member, value) -> {
      if (!inAny(descending, member)) rest.add(member);
    });
    return rest;
  }

  private static boolean inAny(List<RedisSet> sets, Slice member) {
    byte[] name = member.toByteArray();
    for (RedisSet set : sets) if (set.has(name)) return true;
    return false;
  }

  private static Collection<Slice> takenOut(RedisSet first, List<RedisSet> others) {
    Set<Slice> rest = new LinkedHashSet<>(first.members());
    for (RedisSet set : others) set.each((member, value) -> rest.remove(member));
    return rest;
  }
}
