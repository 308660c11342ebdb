package io.vertikv.resp.type;

import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * A list. Indexes count from the head, 0 first; commands turn negative ones round. Changes are complete with
 * {@link #save}, called once after the last of them.
 */
public final class RedisList {
  private final KeyEntry entry;
  private final ListBlocks blocks;

  private RedisList(Tx tx, KeyEntry entry, Header header) {
    this.entry = entry;
    this.blocks = new ListBlocks(tx, entry, header);
  }

  /** @throws io.vertikv.resp.reply.CommandError WRONGTYPE */
  public static RedisList of(Tx tx, Key key) {
    KeyEntry entry = KeyEntry.of(tx, key, ValueType.LIST);
    return new RedisList(tx, entry, entry.header());
  }

  /** Puts a list of these elements in place of whatever the key holds; without any the key is removed. */
  public static void replace(Tx tx, Key key, byte[]... elements) {
    RedisList list = new RedisList(tx, KeyEntry.of(tx, key), null);
    list.push(ListEnd.TAIL, elements);
    list.save();
  }

  /** False when there is no such key; an empty list does not exist. */
  public boolean exists() {
    return entry.exists();
  }

  public long size() { return blocks.size(); }

  /** Puts elements at an end one by one, so that the last of them becomes the end. */
  public void push(ListEnd end, byte[]... elements) {
    blocks.push(end, elements);
  }

  /** Takes up to so many elements from an end, in the order in which they leave. */
  public void pop(ListEnd end, long count, ElementVisitor taken) {
    long left = Math.min(count, size());
    boolean all = left == size();
    try (ListBlocks.Walk walk = blocks.walk(end)) {
      while (left > 0) {
        ListBlock block = required(walk.next());
        int here = (int) Math.min(left, block.count());
        int from = end == ListEnd.HEAD ? 0 : block.count() - here;
        if (taken != ElementVisitor.NONE) block.visit(end, from, from + here, taken);
        if (!all) blocks.replace(block, block.without(end, here));
        left -= here;
      }
    }
    if (all) blocks.clear();
  }

  /** A slice of the element at an index that is within the list. */
  public void get(long index, ElementVisitor visitor) {
    Place place = locate(index);
    place.block.visit(ListEnd.HEAD, place.index, place.index + 1, visitor);
  }

  /** Puts another element at an index that is within the list. */
  public void set(long index, byte[] element) {
    Place place = locate(index);
    Packed elements = place.block.elements();
    blocks.replace(place.block, elements.splice(elements.at(place.index), 1, element));
  }

  private record Place(ListBlock block, int index) {}

  private Place locate(long index) {
    ListEnd from = index <= size() / 2 ? ListEnd.HEAD : ListEnd.TAIL;
    try (ListBlocks.Walk walk = blocks.walk(from)) {
      for (long first = from == ListEnd.HEAD ? 0 : size();;) {
        ListBlock block = required(walk.next());
        if (from == ListEnd.TAIL) first -= block.count();
        if (index >= first && index < first + block.count()) return new Place(block, (int) (index - first));
        if (from == ListEnd.HEAD) first += block.count();
      }
    }
  }

  /** Visits the elements from one index to another, both within the list and included. */
  public void range(long from, long to, ElementVisitor visitor) {
    if (from < size() - to) rangeFromHead(from, to, visitor);
    else rangeFromTail(from, to, visitor);
  }

  private void rangeFromHead(long from, long to, ElementVisitor visitor) {
    try (ListBlocks.Walk walk = blocks.walk(ListEnd.HEAD)) {
      for (long first = 0; first <= to;) {
        ListBlock block = required(walk.next());
        visitPart(block, from - first, to - first, visitor);
        first += block.count();
      }
    }
  }

  /** Finds the blocks from the tail on, then visits them in their order. */
  private void rangeFromTail(long from, long to, ElementVisitor visitor) {
    List<ListBlock> found = new ArrayList<>();
    long first = size();
    try (ListBlocks.Walk walk = blocks.walk(ListEnd.TAIL)) {
      while (first > from) {
        ListBlock block = required(walk.next());
        first -= block.count();
        if (first <= to) found.add(block);
      }
    }
    for (ListBlock block : found.reversed()) {
      visitPart(block, from - first, to - first, visitor);
      first += block.count();
    }
  }

  private static void visitPart(ListBlock block, long from, long to, ElementVisitor visitor) {
    int begin = (int) Math.max(from, 0);
    int end = (int) Math.min(to + 1, block.count());
    if (begin < end) block.visit(ListEnd.HEAD, begin, end, visitor);
  }

  /** Keeps the elements from one index to another, both within the list and included. */
  public void trim(long from, long to) {
    long kept = to - from + 1;
    if (kept < size() - kept && !blocks.isInline()) {
      // Fewer to write again than blocks to delete, or nearly: the old blocks become garbage as a whole.
      List<byte[]> elements = new ArrayList<>();
      range(from, to, (array, offset, length) -> elements.add(Arrays.copyOfRange(array, offset, offset + length)));
      blocks.replaceAll(Packed.of(elements.toArray(byte[][]::new)));
      return;
    }
    long behind = size() - 1 - to;
    if (from > 0) pop(ListEnd.HEAD, from, ElementVisitor.NONE);
    if (behind > 0) pop(ListEnd.TAIL, behind, ElementVisitor.NONE);
  }

  /** Removes all elements. */
  public void clear() { blocks.clear(); }

  /** Removes the first so many elements, seen from an end, that are equal to this one; returns how many there were. */
  public long remove(ListEnd from, long count, byte[] element) {
    long removed = 0;
    try (ListBlocks.Walk walk = blocks.walk(from)) {
      for (ListBlock block = walk.next(); block != null && removed < count; block = walk.next()) {
        BitSet matches = matches(block, from, count - removed, element);
        if (matches.isEmpty()) continue;
        removed += matches.cardinality();
        blocks.replace(block, block.without(matches));
      }
    }
    return removed;
  }

  private static BitSet matches(ListBlock block, ListEnd from, long limit, byte[] element) {
    BitSet matches = new BitSet();
    int[] positions = ListBlock.positions(block.elements());
    int step = from == ListEnd.HEAD ? 1 : -1;
    int at = from == ListEnd.HEAD ? 0 : block.count() - 1;
    for (long left = limit; left > 0; left--, at += step) {
      at = ListBlock.find(block.elements(), positions, element, at, step);
      if (at < 0) break;
      matches.set(at);
    }
    return matches;
  }

  /** Tells the indexes of equal elements, seen from an end, until that one has heard enough; looks at so many at most. */
  public void positions(ListEnd from, byte[] element, long compareMax, LongPredicate more) {
    long looked = 0;
    try (ListBlocks.Walk walk = blocks.walk(from)) {
      for (ListBlock block = walk.next(); block != null && looked < compareMax; block = walk.next()) {
        if (!positionsIn(block, from, element, looked, compareMax - looked, more)) return;
        looked += block.count();
      }
    }
  }

  private boolean positionsIn(ListBlock block, ListEnd from, byte[] element, long before, long compareMax,
      LongPredicate more) {
    int[] positions = ListBlock.positions(block.elements());
    int last = block.count() - 1;
    int step = from == ListEnd.HEAD ? 1 : -1;
    for (int at = from == ListEnd.HEAD ? 0 : last;; at += step) {
      at = ListBlock.find(block.elements(), positions, element, at, step);
      if (at < 0) return true;
      int distance = from == ListEnd.HEAD ? at : last - at;
      if (distance >= compareMax) return true;
      if (!more.test(from == ListEnd.HEAD ? before + distance : size() - 1 - before - distance)) return false;
    }
  }

  /** Puts an element before or behind the first one that is equal to the pivot; false when there is none. */
  public boolean insert(byte[] pivot, boolean behind, byte[] element) {
    try (ListBlocks.Walk walk = blocks.walk(ListEnd.HEAD)) {
      for (ListBlock block = walk.next(); block != null; block = walk.next()) {
        Packed elements = block.elements();
        int at = elements.find(pivot, 1);
        if (at < 0) continue;
        blocks.replace(block, elements.splice(behind ? elements.next(at) : at, 0, element));
        return true;
      }
    }
    return false;
  }

  /** Writes the header, or removes the key when nothing is left. Without changes there is nothing to save. */
  public void save() {
    blocks.save();
  }

  private static ListBlock required(ListBlock block) {
    if (block == null) throw new IllegalStateException("a list is shorter than its header says");
    return block;
  }
}
