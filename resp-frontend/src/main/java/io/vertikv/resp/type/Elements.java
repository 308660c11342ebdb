package io.vertikv.resp.type;

import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The elements of a collection that has a key for each, with their exact number. They lie in the order of their hash
 * positions (see {@link RedisKeys}), and that carries three things:
 *
 * <ul>
 * <li>A scan's cursor is the position behind the last element shown, so it needs no state and outlives a restart. All
 * elements of one position are shown together, else those behind the cut would be lost.
 * <li>A random element is the one behind a random position. As the gaps between positions differ, so would the chances:
 * by the gaps' own spread, as large as their mean. Going on from there by a random number of steps below
 * {@value #FAIR_STEPS} makes each chance a mean of that many gaps and its spread a quarter of that. Redis samples its
 * hash tables in the same way, for the same reason (dict.c, dictGetFairRandomKey).
 * <li>Many random elements are drawn by number in one walk, where all chances are equal.
 * </ul>
 *
 * Element writes go to the transaction at once; the header, which holds the size, is its owner's to write.
 */
final class Elements {
  static final byte[] NO_VALUE = new byte[0];

  private static final long POSITIONS = 1L << 32;
  private static final int FAIR_STEPS = 16;
  /** Seeking one random element costs about as much as walking over so many. */
  private static final int SEEK_STEPS = 32;

  private final Tx tx;
  private final Key key;
  private final long generation;
  /** Where in an element's record the value begins. */
  private final int valueAt;
  private long size;
  private boolean resized;

  private Elements(Tx tx, Key key, long generation, long size, int valueAt) {
    this.tx = tx;
    this.key = key;
    this.generation = generation;
    this.size = size;
    this.valueAt = valueAt;
  }

  /** Those that a header of this key tells of. */
  static Elements of(Tx tx, Key key, Header header, int valueAt) {
    return new Elements(tx, key, header.generation(), header.size(), valueAt);
  }

  /** None yet, under a generation that nothing was ever written to. */
  static Elements fresh(Tx tx, Key key, int valueAt) {
    return new Elements(tx, key, tx.uniqueId(), 0, valueAt);
  }

  long size() { return size; }

  long generation() { return generation; }

  /** True when the header in the keyspace tells another size, or nothing of these elements at all. */
  boolean resized() {
    return resized;
  }

  Header header(ValueType type, long expireAtMillis) {
    return Header.ofParts(type, Encoding.ELEMENTS, expireAtMillis, generation, size, NO_VALUE);
  }

  /** The element's record, or null. */
  byte[] get(byte[] name) {
    return tx.get(RedisKeys.element(key, generation, name));
  }

  /** True when it is new. */
  boolean put(byte[] name, byte[] record) {
    byte[] element = RedisKeys.element(key, generation, name);
    boolean added = tx.get(element) == null;
    tx.put(element, record);
    if (added) resize(1);
    return added;
  }

  /** Adds an element without a value; false when it is there already. */
  boolean add(byte[] name) {
    byte[] element = RedisKeys.element(key, generation, name);
    if (tx.get(element) != null) return false;
    tx.put(element, NO_VALUE);
    resize(1);
    return true;
  }

  /** Puts an element that is known to be new. */
  void append(byte[] name, byte[] record) {
    tx.put(RedisKeys.element(key, generation, name), record);
    resize(1);
  }

  boolean remove(byte[] name) {
    byte[] element = RedisKeys.element(key, generation, name);
    if (tx.get(element) == null) return false;
    tx.delete(element);
    resize(-1);
    return true;
  }

  /** Puts another record in the place of an element's that is known to be there. */
  void replace(byte[] name, byte[] record) {
    tx.put(RedisKeys.element(key, generation, name), record);
  }

  /** Removes an element that is known to be there. */
  void drop(byte[] name) {
    tx.delete(RedisKeys.element(key, generation, name));
    resize(-1);
  }

  private void resize(int change) {
    size += change;
    resized = true;
  }

  void each(Element.Visitor visitor) {
    try (Cursor cursor = from(0)) {
      while (cursor.next()) visitor.element(name(cursor), value(cursor));
    }
  }

  /**
   * Shows at least {@code count} elements from where an earlier scan ended, or all that are left. Every element that is
   * there from the first call to the last is shown.
   *
   * @param scanned 0 at the start, then what the last call returned
   * @return 0 when nothing is left
   */
  long scan(long scanned, long count, Element.Visitor visitor) {
    if (Long.compareUnsigned(scanned, POSITIONS) >= 0) return 0;
    long shown = 0;
    long last = -1;
    try (Cursor cursor = from(scanned)) {
      while (cursor.next()) {
        long position = RedisKeys.positionOf(key, cursor.key());
        if (shown >= count && position != last) return last + 1;
        visitor.element(name(cursor), value(cursor));
        shown++;
        last = position;
      }
    }
    return 0;
  }

  /** A random element; there must be one. */
  Element any(RandomGenerator random) {
    long skip = random.nextLong(Math.min(FAIR_STEPS, size));
    try (Cursor cursor = from(random.nextLong(POSITIONS))) {
      for (; cursor.next(); skip--) if (skip == 0) return element(cursor);
    }
    return number(new long[]{skip}).getFirst();
  }

  /** So many different elements, at most {@link #size}. */
  List<Element> distinct(int count, RandomGenerator random) {
    if (count > size / SEEK_STEPS) return number(Draw.distinct(size, count, random));
    Map<Slice, Element> chosen = LinkedHashMap.newLinkedHashMap(count);
    for (int misses = 0; chosen.size() < count;) {
      Element element = any(random);
      boolean again = chosen.putIfAbsent(element.name(), element) != null;
      // Only elements whose names were made to collide lie so badly that this does not end soon.
      if (again && ++misses > count + SEEK_STEPS) return number(Draw.distinct(size, count, random));
    }
    return new ArrayList<>(chosen.values());
  }

  /** So many elements in any order, any of them any number of times; there must be one. */
  List<Element> repeated(int count, RandomGenerator random) {
    if (count > size / SEEK_STEPS) {
      List<Element> drawn = number(Draw.repeated(size, count, random));
      Draw.shuffle(drawn, random);
      return drawn;
    }
    List<Element> drawn = new ArrayList<>(count);
    for (int i = 0; i < count; i++) drawn.add(any(random));
    return drawn;
  }

  /** The elements of these numbers, which ascend, in one walk. */
  private List<Element> number(long[] numbers) {
    List<Element> found = new ArrayList<>(numbers.length);
    try (Cursor cursor = from(0)) {
      long at = -1;
      for (long wanted : numbers) {
        if (at == wanted) {
          found.add(found.getLast());
          continue;
        }
        for (; at < wanted; at++) {
          if (!cursor.next()) throw new IllegalStateException(key + " has " + (at + 1) + " elements, not " + size);
        }
        found.add(element(cursor));
      }
    }
    return found;
  }

  private Cursor from(long position) {
    return tx.scan(RedisKeys.elementsFrom(key, generation, position), Direction.FORWARD);
  }

  private Element element(Cursor cursor) { return new Element(name(cursor), value(cursor)); }

  private Slice name(Cursor cursor) {
    int at = RedisKeys.subOffset(key);
    return new Slice(cursor.key(), at, cursor.key().length - at);
  }

  private Slice value(Cursor cursor) {
    return new Slice(cursor.value(), valueAt, cursor.value().length - valueAt);
  }
}
