package io.vertikv.resp.type;

import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A set. Which of three layouts it has depends on what was added, as in Redis 7.2 (t_set.c, setTypeAddAux), and only ever
 * moves down this list:
 *
 * <ol>
 * <li>INTSET: integers only, in the header, sorted;
 * <li>INLINE: a few short members, in the header, in the order of arrival;
 * <li>ELEMENTS: a key per member, with an empty record.
 * </ol>
 *
 * Changes become visible in the header with {@link #save}.
 */
public final class RedisSet {
  private final Tx tx;
  private final KeyEntry entry;
  /** Exactly one of the three is not null. */
  private IntSet integers;
  private Packed packed;
  private Elements elements;
  private long expireAtMillis;
  private boolean changed;

  private RedisSet(Tx tx, KeyEntry entry, Header header) {
    this.tx = tx;
    this.entry = entry;
    if (header == null) {
      integers = IntSet.EMPTY;
      return;
    }
    expireAtMillis = header.expireAtMillis();
    switch (header.encoding()) {
      case INTSET -> integers = IntSet.of(header);
      case INLINE -> packed = Packed.of(header);
      case ELEMENTS -> elements = Elements.of(tx, entry.key(), header, 0);
      case PLAIN, SEGMENTS -> throw new IllegalStateException("set " + entry.key() + " is " + header.encoding());
    }
  }

  /** An absent set is an empty one. */
  public static RedisSet of(Tx tx, Key key) {
    KeyEntry entry = KeyEntry.of(tx, key, ValueType.SET);
    return new RedisSet(tx, entry, entry.header());
  }

  /** Puts a set of these members, all different, in place of whatever the key holds; nothing when there are none. */
  public static void replace(Tx tx, Key key, Collection<Slice> members) {
    RedisSet set = new RedisSet(tx, KeyEntry.of(tx, key), null);
    set.changed = true;
    for (Slice member : members) set.append(member.toByteArray());
    set.save();
  }

  /** Number of members. */
  public long size() {
    if (elements != null) return elements.size();
    return packed != null ? packed.count() : integers.count();
  }

  public boolean has(byte[] member) {
    if (elements != null) return elements.get(member) != null;
    if (packed != null) return packed.find(member, 1) >= 0;
    return Numbers.isLong(member) && integers.contains(Numbers.toLong(member, 0, member.length));
  }

  /** Converts at once when so many members, this one first, will outgrow the layout anyway. */
  public void expect(byte[] first, int members) {
    boolean packs = packed != null || integers != null && integers.count() == 0 && !Numbers.isLong(first);
    if (elements == null && members > (packs ? Packed.ELEMENTS_MAX : IntSet.ELEMENTS_MAX)) spread();
  }

  /** True when the member is new. */
  public boolean add(byte[] member) {
    boolean added = elements != null ? elements.add(member) : !has(member);
    if (added && elements == null) append(member);
    changed |= added;
    return added;
  }

  /** Adds a member that is known to be new. */
  private void append(byte[] member) {
    if (integers != null) appendInteger(member);
    else if (packed != null) appendPacked(member);
    else elements.append(member, Elements.NO_VALUE);
  }

  private void appendInteger(byte[] member) {
    if (Numbers.isLong(member)) {
      integers = integers.with(Numbers.toLong(member, 0, member.length));
      if (integers.count() > IntSet.ELEMENTS_MAX) spread();
      return;
    }
    if (integers.count() < Packed.ELEMENTS_MAX) {
      byte[][] members = new byte[integers.count()][];
      for (int i = 0; i < members.length; i++) members[i] = Numbers.text(integers.at(i));
      packed = Packed.of(members);
      integers = null;
    } else {
      spread();
    }
    append(member);
  }

  private void appendPacked(byte[] member) {
    Packed next = Packed.takes(member) ? packed.splice(packed.end(), 0, member) : null;
    if (next != null && next.count() <= Packed.ELEMENTS_MAX && next.sizeBytes() <= Packed.BYTES_MAX) {
      packed = next;
    } else {
      spread();
      elements.append(member, Elements.NO_VALUE);
    }
  }

  private void spread() {
    changed = true;
    Elements spread = Elements.fresh(tx, entry.key(), 0);
    each((name, value) -> spread.append(name.toByteArray(), Elements.NO_VALUE));
    elements = spread;
    packed = null;
    integers = null;
  }

  public boolean remove(byte[] member) {
    boolean removed = elements != null ? elements.remove(member) : has(member);
    if (removed && packed != null) packed = packed.splice(packed.find(member, 1), 1);
    if (removed && integers != null) integers = integers.without(Numbers.toLong(member, 0, member.length));
    changed |= removed;
    return removed;
  }

  /** Removes the whole set, in the same time whatever its size. */
  public void clear() {
    changed = false;
    entry.remove();
  }

  /** Brings the header up to date after changes; an empty set is removed. */
  public void save() {
    if (!changed) return;
    changed = false;
    if (size() == 0) {
      entry.remove();
    } else if (elements != null) {
      entry.write(elements.header(ValueType.SET, expireAtMillis));
    } else {
      entry.write(
          packed != null ? packed.header(ValueType.SET, expireAtMillis) : integers.header(expireAtMillis));
    }
  }

  public void each(Element.Visitor visitor) {
    if (elements != null) {
      elements.each(visitor);
    } else if (packed != null) {
      for (int at = packed.first(); at < packed.end(); at = packed.next(at)) visitor.element(packed.slice(at), null);
    } else {
      for (int i = 0; i < integers.count(); i++) visitor.element(integer(i), null);
    }
  }

  public List<Slice> members() {
    List<Slice> members = new ArrayList<>((int) size());
    each((name, value) -> members.add(name));
    return members;
  }

  /** As {@link Elements#scan}; a small set is shown at once. */
  public long scan(long scanned, long count, Element.Visitor visitor) {
    if (elements != null) return elements.scan(scanned, count, visitor);
    each(visitor);
    return 0;
  }

  /** A random member; there must be one. */
  public Slice any(RandomGenerator random) {
    if (elements != null) return elements.any(random).name();
    int number = random.nextInt((int) size());
    return packed != null ? packed.slice(packed.at(number)) : integer(number);
  }

  /** So many different members, or all when there are fewer. */
  public List<Slice> distinct(long count, RandomGenerator random) {
    int wanted = Math.toIntExact(Math.min(count, size()));
    if (elements != null) return names(elements.distinct(wanted, random));
    return numbers(Draw.distinct(size(), wanted, random));
  }

  /** So many members, any of them any number of times; there must be one. */
  public List<Slice> repeated(int count, RandomGenerator random) {
    if (elements != null) return names(elements.repeated(count, random));
    List<Slice> drawn = numbers(Draw.repeated(size(), count, random));
    Draw.shuffle(drawn, random);
    return drawn;
  }

  private static List<Slice> names(List<Element> drawn) {
    List<Slice> names = new ArrayList<>(drawn.size());
    for (Element element : drawn) names.add(element.name());
    return names;
  }

  private List<Slice> numbers(long[] numbers) {
    List<Slice> all = members();
    List<Slice> found = new ArrayList<>(numbers.length);
    for (long number : numbers) found.add(all.get((int) number));
    return found;
  }

  private Slice integer(int index) { return Slice.of(Numbers.text(integers.at(index))); }
}
