package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a list's blocks lie, and their numbers. A short list stands in its header and counts as one block. A long one has
 * a record for each block; the header names the first and the last with their counts, so that both ends are found
 * without a scan:
 *
 * <pre>
 * the header's own part:  head number u64 | tail number u64 | head count varint | tail count varint
 * </pre>
 *
 * Numbers start in the middle of their range and leave gaps: at the ends a list grows by {@link #GAP} a block (enough for
 * 2^43 blocks on either side), and in between a block can be split into the gap behind it. Where a gap is used up, the
 * blocks behind it move apart ({@link #spread}), as few as it takes.
 */
final class ListBlocks {
  /** A list stays in its header up to this size (Redis: list-max-listpack-size). */
  static final int INLINE_BYTES_MAX = Packed.BYTES_MAX;
  static final long MIDDLE = 1L << 63;
  static final long GAP = 1L << 20;
  /** When blocks move apart, the least gap that they get. */
  private static final long ROOM = 1L << 10;

  private final Tx tx;
  private final KeyEntry entry;
  private final long expireAtMillis;
  private long size;
  /** The elements while they stand in the header, else null. */
  private Packed inline;
  private long generation;
  private long head;
  private long tail;
  private int headCount;
  private int tailCount;
  /** The block that the header names was deleted: the next one is looked up when the header is written. */
  private boolean headLost;
  private boolean tailLost;

  /** @param header of the list as it is; null for a new one, whatever the key holds */
  ListBlocks(Tx tx, KeyEntry entry, Header header) {
    this.tx = tx;
    this.entry = entry;
    expireAtMillis = header == null ? 0 : header.expireAtMillis();
    if (header == null || header.encoding() == Encoding.INLINE) {
      inline = header == null ? Packed.EMPTY : Packed.of(header);
      size = inline.count();
      return;
    }
    generation = header.generation();
    size = header.size();
    ByteReader own = header.own();
    head = own.u64();
    tail = own.u64();
    headCount = (int) own.varint();
    tailCount = (int) own.varint();
    own.expectEnd();
  }

  long size() { return size; }

  boolean isInline() { return inline != null; }

  /** The blocks from one end on. Later changes do not disturb a walk that has begun. Close it. */
  Walk walk(ListEnd from) {
    return new Walk(from);
  }

  final class Walk implements AutoCloseable {
    private final ListEnd from;
    private boolean begun;
    private Cursor cursor;

    private Walk(ListEnd from) {
      this.from = from;
      if (size > 0) findEnds();
    }

    /** The next block, or null behind the last one. */
    ListBlock next() {
      if (!begun) {
        begun = true;
        if (size == 0) return null;
        return inline != null ? new ListBlock(MIDDLE, inline) : block(from == ListEnd.HEAD ? head : tail);
      }
      if (inline != null) return null;
      if (cursor == null) cursor = tx.scan(from == ListEnd.HEAD ? behind(head) : before(tail), from.inwards());
      if (!cursor.next()) return null;
      return ListBlock.decode(RedisKeys.numberOf(entry.key(), cursor.key()), cursor.value());
    }

    @Override
    public void close() {
      if (cursor != null) cursor.close();
    }
  }

  /** Puts elements at an end one by one: the last of them becomes the end. */
  void push(ListEnd end, byte[][] elements) {
    byte[][] ordered = end == ListEnd.HEAD ? reversed(elements) : elements;
    boolean empty = size == 0;
    size += elements.length;
    if (inline != null || empty) {
      Packed old = empty ? Packed.EMPTY : inline;
      boolean stays = inline != null;
      inline = joined(end, old, ordered);
      if (!stays || inline.sizeBytes() > INLINE_BYTES_MAX) convert();
    } else {
      findEnds();
      pushBlocks(end, ordered);
    }
  }

  private void pushBlocks(ListEnd end, byte[][] ordered) {
    long number = end == ListEnd.HEAD ? head : tail;
    boolean full = (end == ListEnd.HEAD ? headCount : tailCount) >= ListBlock.ELEMENTS_MAX;
    Packed old = full ? Packed.EMPTY : block(number).elements();
    List<Packed> pieces = ListBlock.cut(joined(end, old, ordered), end == ListEnd.HEAD ? ListEnd.TAIL : ListEnd.HEAD);
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0 || full) number = next(number, end);
      if (i > 0 || pieces.get(i).count() != old.count()) putCounted(number, pieces.get(i));
    }
    int count = pieces.getLast().count();
    if (end == ListEnd.HEAD) {
      head = number;
      headCount = count;
    } else {
      tail = number;
      tailCount = count;
    }
  }

  private static Packed joined(ListEnd end, Packed old, byte[][] ordered) {
    return old.splice(end == ListEnd.HEAD ? old.first() : old.end(), 0, ordered);
  }

  private static byte[][] reversed(byte[][] elements) {
    byte[][] reversed = new byte[elements.length][];
    for (int i = 0; i < elements.length; i++) reversed[i] = elements[elements.length - 1 - i];
    return reversed;
  }

  private static long next(long number, ListEnd end) {
    long next = end == ListEnd.HEAD ? number - GAP : number + GAP;
    boolean wrapped = Long.compareUnsigned(next, number) > 0 == (end == ListEnd.HEAD);
    if (wrapped) throw new IllegalStateException("the list has used up its block numbers");
    return next;
  }

  /** Takes all elements away without touching their blocks, which become garbage with the generation. */
  void clear() {
    size = 0;
    if (inline != null) inline = Packed.EMPTY;
  }

  /** Puts these elements in the place of the block's, which may end up empty or as several blocks. */
  void replace(ListBlock block, Packed next) {
    size += next.count() - block.count();
    if (inline != null) {
      inline = next;
      if (inline.sizeBytes() > INLINE_BYTES_MAX) convert();
    } else if (next.count() == 0) {
      tx.delete(key(block.number()));
      headLost |= block.number() == head;
      tailLost |= block.number() == tail;
    } else if (ListBlock.fits(next)) {
      putCounted(block.number(), next);
    } else {
      split(block.number(), next);
    }
  }

  /** Puts other elements in the place of all, under a new generation: the old blocks become garbage in one go. */
  void replaceAll(Packed elements) {
    size = elements.count();
    inline = elements;
    convert();
  }

  private void putCounted(long number, Packed elements) {
    put(number, elements);
    if (number == head) headCount = elements.count();
    if (number == tail) tailCount = elements.count();
  }

  private void split(long number, Packed elements) {
    List<Packed> pieces = elements.count() > 2 * ListBlock.ELEMENTS_MAX
        ? ListBlock.cut(elements, ListEnd.HEAD)
        : halves(elements);
    boolean atTail = number == tail;
    long step = atTail ? 0 : room(number, pieces.size() - 1);
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0) number = atTail ? next(number, ListEnd.TAIL) : number + step;
      if (atTail) tail = number;
      putCounted(number, pieces.get(i));
    }
  }

  /** Two halves leave room in both, where a full and a nearly empty block would split again at once. */
  private static List<Packed> halves(Packed elements) {
    int half = elements.count() / 2;
    int middle = elements.at(half);
    List<Packed> pieces = new ArrayList<>(
        ListBlock.cut(elements.splice(middle, elements.count() - half), ListEnd.HEAD));
    pieces.addAll(ListBlock.cut(elements.splice(elements.first(), half), ListEnd.HEAD));
    return pieces;
  }

  /** The distance at which so many new blocks may follow this one, which is not the tail. */
  private long room(long number, int blocks) {
    long next = lookUp(behind(number), Direction.FORWARD).number();
    long step = Long.divideUnsigned(next - number, blocks + 1);
    return step > 0 ? step : spread(number, blocks);
  }

  /** Moves the blocks behind this one apart until so many new ones have room; returns the distance. */
  private long spread(long number, int blocks) {
    List<ListBlock> moved = new ArrayList<>();
    long step = GAP;
    try (Cursor cursor = tx.scan(behind(number), Direction.FORWARD)) {
      while (cursor.next()) {
        long next = RedisKeys.numberOf(entry.key(), cursor.key());
        long even = Long.divideUnsigned(next - number, moved.size() + blocks + 1);
        if (even >= ROOM) {
          step = even;
          break;
        }
        moved.add(ListBlock.decode(next, cursor.value()));
      }
    }
    for (ListBlock block : moved) tx.delete(key(block.number()));
    long at = number + step * blocks;
    for (ListBlock block : moved) {
      at += step;
      if (block.number() == tail) tail = at;
      put(at, block.elements());
    }
    return step;
  }

  /** From the header to blocks, once. */
  private void convert() {
    generation = tx.uniqueId();
    List<Packed> pieces = ListBlock.cut(inline, ListEnd.HEAD);
    inline = null;
    headLost = false;
    tailLost = false;
    head = MIDDLE;
    headCount = pieces.getFirst().count();
    tail = MIDDLE;
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0) tail = next(tail, ListEnd.TAIL);
      put(tail, pieces.get(i));
    }
    tailCount = pieces.getLast().count();
  }

  /** Writes the header, or removes the key when the list is empty. */
  void save() {
    if (size == 0) {
      entry.remove();
    } else if (inline != null) {
      entry.write(inline.header(ValueType.LIST, expireAtMillis));
    } else {
      findEnds();
      byte[] own = new ByteWriter(26).u64(head).u64(tail).varint(headCount).varint(tailCount).toByteArray();
      entry.write(Header.ofParts(ValueType.LIST, Encoding.ELEMENTS, expireAtMillis, generation, size, own));
    }
  }

  private void findEnds() {
    if (headLost) {
      ListBlock first = lookUp(behind(head), Direction.FORWARD);
      head = first.number();
      headCount = first.count();
    }
    if (tailLost) {
      ListBlock last = lookUp(before(tail), Direction.BACKWARD);
      tail = last.number();
      tailCount = last.count();
    }
    headLost = false;
    tailLost = false;
  }

  private ListBlock lookUp(KeyRange range, Direction direction) {
    try (Cursor cursor = tx.scan(range, direction)) {
      if (!cursor.next()) throw new IllegalStateException("list " + entry.key() + " lacks a block");
      return ListBlock.decode(RedisKeys.numberOf(entry.key(), cursor.key()), cursor.value());
    }
  }

  private ListBlock block(long number) {
    byte[] bytes = tx.get(key(number));
    if (bytes == null) throw new IllegalStateException("list " + entry.key() + " lacks block " + number);
    return ListBlock.decode(number, bytes);
  }

  private void put(long number, Packed elements) { tx.put(key(number), ListBlock.encode(elements)); }

  private byte[] key(long number) { return RedisKeys.numbered(entry.key(), generation, number); }

  private KeyRange behind(long number) {
    return new KeyRange(key(number + 1), RedisKeys.elements(entry.key(), generation).end());
  }

  private KeyRange before(long number) {
    return new KeyRange(RedisKeys.elements(entry.key(), generation).start(), key(number));
  }
}
