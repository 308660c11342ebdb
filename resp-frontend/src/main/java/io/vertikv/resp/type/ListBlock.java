package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A stretch of a list's elements under a number; blocks lie in the order of their (unsigned) numbers. The elements of a
 * list that stands in its header are one block of any size. Immutable.
 *
 * <pre>
 * version u8 = 1 | elements, packed
 * </pre>
 */
record ListBlock(long number, Packed elements) {
  /** A stored block holds so many elements and bytes at most; an element that is bigger has a block of its own. */
  static final int ELEMENTS_MAX = 128;
  static final int BYTES_MAX = 2048;
  private static final int VERSION = 1;

  static ListBlock decode(long number, byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != VERSION) throw new MalformedBytes("not a list block of version " + VERSION);
    return new ListBlock(number, Packed.in(bytes, 1, bytes.length - 1));
  }

  static byte[] encode(Packed elements) {
    int first = elements.first();
    return new ByteWriter(elements.sizeBytes() + 1).u8(VERSION).varint(elements.count())
        .raw(elements.bytes(), first, elements.end() - first).toByteArray();
  }

  static boolean fits(Packed elements) {
    return elements.count() == 1 || elements.count() <= ELEMENTS_MAX && elements.sizeBytes() <= BYTES_MAX;
  }

  int count() { return elements.count(); }

  /** Where each element starts, and behind them the end: what a walk backwards needs. */
  static int[] positions(Packed elements) {
    int[] positions = new int[elements.count() + 1];
    int at = elements.first();
    for (int i = 0; i < elements.count(); i++, at = elements.next(at)) positions[i] = at;
    positions[elements.count()] = elements.end();
    return positions;
  }

  /** Visits elements {@code from} to {@code to - 1}, from the side of the given end on. */
  void visit(ListEnd end, int from, int to, ElementVisitor visitor) {
    if (end == ListEnd.HEAD) {
      int at = elements.at(from);
      for (int i = from; i < to; i++, at = elements.next(at)) visit(at, visitor);
    } else {
      int[] positions = positions(elements);
      for (int i = to - 1; i >= from; i--) visit(positions[i], visitor);
    }
  }

  private void visit(int position, ElementVisitor visitor) {
    visitor.visit(elements.bytes(), elements.dataOffset(position), elements.length(position));
  }

  /** What is left when so many elements are taken from one end. */
  Packed without(ListEnd end, int taken) {
    int from = end == ListEnd.HEAD ? elements.first() : elements.at(elements.count() - taken);
    return elements.splice(from, taken);
  }

  /** What is left without these elements. */
  Packed without(BitSet removed) {
    int kept = elements.count() - removed.cardinality();
    ByteWriter writer = new ByteWriter(elements.sizeBytes()).varint(kept);
    int at = elements.first();
    for (int i = 0; i < elements.count(); i++) {
      int next = elements.next(at);
      if (!removed.get(i)) writer.raw(elements.bytes(), at, next - at);
      at = next;
    }
    return Packed.in(writer.buffer(), 0, writer.length());
  }

  /** Cuts elements into pieces that fit, as full as can be, counted from one end; the first piece holds that end. */
  static List<Packed> cut(Packed elements, ListEnd fullAt) {
    if (fits(elements)) return List.of(elements);
    int[] positions = positions(elements);
    List<Packed> pieces = new ArrayList<>();
    int count = elements.count();
    if (fullAt == ListEnd.HEAD) {
      for (int from = 0, to; from < count; from = to) {
        to = from + 1;
        while (to < count && holds(positions, from, to + 1)) to++;
        pieces.add(piece(elements, positions, from, to));
      }
    } else {
      for (int to = count, from; to > 0; to = from) {
        from = to - 1;
        while (from > 0 && holds(positions, from - 1, to)) from--;
        pieces.add(piece(elements, positions, from, to));
      }
    }
    return pieces;
  }

  private static boolean holds(int[] positions, int from, int to) {
    return to - from <= ELEMENTS_MAX && positions[to] - positions[from] + 2 <= BYTES_MAX;
  }

  private static Packed piece(Packed elements, int[] positions, int from, int to) {
    ByteWriter writer = new ByteWriter(positions[to] - positions[from] + 2).varint(to - from);
    writer.raw(elements.bytes(), positions[from], positions[to] - positions[from]);
    return Packed.in(writer.buffer(), 0, writer.length());
  }

  /** The index of an element equal to this one, looking from an index on in a direction; -1 when there is none. */
  static int find(Packed elements, int[] positions, byte[] element, int from, int step) {
    byte[] bytes = elements.bytes();
    for (int i = from; i >= 0 && i < elements.count(); i += step) {
      int data = elements.dataOffset(positions[i]);
      if (Arrays.equals(bytes, data, positions[i + 1], element, 0, element.length)) return i;
    }
    return -1;
  }
}
