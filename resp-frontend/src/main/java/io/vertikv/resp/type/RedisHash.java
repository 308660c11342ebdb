package io.vertikv.resp.type;

import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A hash: field and value pairs. A small one lies in the header as field, value, field, value in the order of arrival; a
 * larger one has a key per field. It converts once, when it outgrows the limits, and never back. Changes become visible
 * in the header with {@link #save}.
 *
 * <pre>
 * a field's record in ELEMENTS: flags u8 = 0 | value       (bit 0 is kept for a time to die, u64, behind the flags)
 * </pre>
 */
public final class RedisHash {
  private static final int PAIR = 2;
  private static final int FLAGS = 1;

  private final Tx tx;
  private final KeyEntry entry;
  /** The pairs of a small hash; null when {@link #elements} holds them. */
  private Packed packed;
  private Elements elements;
  private boolean changed;

  private RedisHash(Tx tx, KeyEntry entry) {
    this.tx = tx;
    this.entry = entry;
    Header header = entry.header();
    if (header == null) packed = Packed.EMPTY;
    else if (header.encoding() == Encoding.INLINE) packed = Packed.of(header);
    else elements = Elements.of(tx, entry.key(), header, FLAGS);
  }

  /** An absent hash is an empty one. */
  public static RedisHash of(Tx tx, Key key) {
    return new RedisHash(tx, KeyEntry.of(tx, key, ValueType.HASH));
  }

  /** Number of fields. */
  public long size() { return elements != null ? elements.size() : packed.count() / PAIR; }

  /** Null when there is no such field. */
  public Slice get(byte[] field) {
    if (elements != null) {
      byte[] record = elements.get(field);
      return record == null ? null : new Slice(record, FLAGS, record.length - FLAGS);
    }
    int at = packed.find(field, PAIR);
    return at < 0 ? null : packed.slice(packed.next(at));
  }

  public boolean has(byte[] field) {
    return elements != null ? elements.get(field) != null : packed.find(field, PAIR) >= 0;
  }

  /** Converts at once when so many more fields will outgrow the header anyway. */
  public void expect(int fields) {
    if (elements == null && fields > Packed.ELEMENTS_MAX) spread();
  }

  /** True when the field is new. */
  public boolean put(byte[] field, byte[] value) {
    changed = true;
    if (elements == null) {
      int at = packed.find(field, PAIR);
      Packed next = packedWith(at, field, value);
      if (next != null) {
        packed = next;
        return at < 0;
      }
      spread();
    }
    return elements.put(field, record(value, 0, value.length));
  }

  /** Null when it would not fit. */
  private Packed packedWith(int at, byte[] field, byte[] value) {
    if (!Packed.takes(field) || !Packed.takes(value)) return null;
    Packed next = at < 0
        ? packed.splice(packed.end(), 0, field, value)
        : packed.splice(packed.next(at), 1, value);
    return next.count() <= PAIR * Packed.ELEMENTS_MAX && next.sizeBytes() <= Packed.BYTES_MAX ? next : null;
  }

  private void spread() {
    changed = true;
    elements = Elements.fresh(tx, entry.key(), FLAGS);
    for (int at = packed.first(); at < packed.end(); at = packed.skip(at, PAIR)) {
      Slice value = packed.slice(packed.next(at));
      elements.append(packed.get(at), record(value.array(), value.offset(), value.length()));
    }
    packed = null;
  }

  private static byte[] record(byte[] value, int offset, int length) {
    byte[] record = new byte[FLAGS + length];
    System.arraycopy(value, offset, record, FLAGS, length);
    return record;
  }

  public boolean remove(byte[] field) {
    boolean removed;
    if (elements != null) {
      removed = elements.remove(field);
    } else {
      int at = packed.find(field, PAIR);
      removed = at >= 0;
      if (removed) packed = packed.splice(at, PAIR);
    }
    changed |= removed;
    return removed;
  }

  /** Brings the header up to date after changes; an empty hash is removed. */
  public void save() {
    if (!changed) return;
    changed = false;
    if (size() == 0) {
      entry.remove();
    } else if (elements == null) {
      entry.write(packed.header(ValueType.HASH, entry.expireAtMillis()));
    } else if (elements.resized()) {
      entry.write(elements.header(ValueType.HASH, entry.expireAtMillis()));
    } else {
      // Only values changed, and not the header. It is written all the same: its version is what WATCH looks at.
      entry.write(entry.header());
    }
  }

  public void each(Element.Visitor visitor) {
    if (elements != null) {
      elements.each(visitor);
      return;
    }
    for (int at = packed.first(); at < packed.end(); at = packed.skip(at, PAIR)) {
      visitor.element(packed.slice(at), packed.slice(packed.next(at)));
    }
  }

  /** As {@link Elements#scan}; a small hash is shown at once. */
  public long scan(long scanned, long count, Element.Visitor visitor) {
    if (elements != null) return elements.scan(scanned, count, visitor);
    each(visitor);
    return 0;
  }

  /** A random field; there must be one. */
  public Element any(RandomGenerator random) {
    return elements != null ? elements.any(random) : number(random.nextLong(size()));
  }

  /** So many different fields, or all when there are fewer. */
  public List<Element> distinct(long count, RandomGenerator random) {
    int wanted = Math.toIntExact(Math.min(count, size()));
    if (elements != null) return elements.distinct(wanted, random);
    return numbers(Draw.distinct(size(), wanted, random));
  }

  /** So many fields, any of them any number of times; there must be one. */
  public List<Element> repeated(int count, RandomGenerator random) {
    if (elements != null) return elements.repeated(count, random);
    List<Element> drawn = numbers(Draw.repeated(size(), count, random));
    Draw.shuffle(drawn, random);
    return drawn;
  }

  private List<Element> numbers(long[] numbers) {
    Element[] all = new Element[packed.count() / PAIR];
    int next = 0;
    for (int at = packed.first(); at < packed.end(); at = packed.skip(at, PAIR)) all[next++] = elementAt(at);
    List<Element> found = new ArrayList<>(numbers.length);
    Arrays.stream(numbers).forEach(i -> found.add(all[(int) i]));
    return found;
  }

  private Element number(long number) { return elementAt(packed.at((int) number * PAIR)); }

  private Element elementAt(int position) {
    return new Element(packed.slice(position), packed.slice(packed.next(position)));
  }
}
