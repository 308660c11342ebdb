package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.Arrays;

/**
 * A small collection's elements in one piece, read in place: a position is where an element starts, {@link #end} is behind
 * the last. Immutable; every change makes a new one. This is the body of an INLINE header.
 *
 * <pre>
 * count varint | (length varint | bytes)*
 * </pre>
 */
public final class Packed {
  /** What Redis' listpacks hold at most before a collection gets a key per element. */
  public static final int ELEMENTS_MAX = 128;
  public static final int ELEMENT_BYTES_MAX = 64;
  public static final int BYTES_MAX = 4096;
  /** What {@link ByteWriter#varint} wants free, so that it need not grow. */
  private static final int SLACK = 10;

  public static final Packed EMPTY = new Packed(new byte[1], 0, 1);

  private final byte[] bytes;
  private final int start;
  private final int first;
  private final int end;
  private final int count;

  private Packed(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.start = offset;
    this.end = offset + length;
    this.count = varint(offset);
    this.first = offset + varintLength(offset);
  }

  /** The elements in a header's body. */
  public static Packed of(Header header) {
    return new Packed(header.bytes(), header.bodyOffset(), header.bodyLength());
  }

  /** The elements in a part of a record that is not a header. */
  static Packed in(byte[] bytes, int offset, int length) {
    return new Packed(bytes, offset, length);
  }

  public static Packed of(byte[]... elements) {
    ByteWriter writer = new ByteWriter().varint(elements.length);
    for (byte[] element : elements) writer.sized(element);
    return new Packed(writer.toByteArray(), 0, writer.length());
  }

  /** True when an element is short enough to be kept in a header. */
  public static boolean takes(byte[] element) {
    return element.length <= ELEMENT_BYTES_MAX;
  }

  /** Number of elements. */
  public int count() { return count; }

  /** Bytes of the whole body. */
  public int sizeBytes() { return end - start; }

  public int first() { return first; }

  public int end() { return end; }

  /** The position behind the element. */
  public int next(int position) {
    int b = bytes[position];
    // Nearly all lengths are one byte; walking is what most reads of a small collection do.
    return b >= 0 && b < end - position ? position + 1 + b : dataOffset(position) + length(position);
  }

  /** The position behind so many elements, or the end. */
  public int skip(int position, int elements) {
    int at = position;
    for (int i = 0; i < elements && at < end; i++) at = next(at);
    return at;
  }

  public int length(int position) {
    int length = varint(position);
    if (length < 0 || length > end - dataOffset(position)) throw new MalformedBytes("element of " + length + " bytes");
    return length;
  }

  /** Where the element's bytes start in {@link #bytes}. */
  public int dataOffset(int position) {
    return position + varintLength(position);
  }

  /** The array that everything lies in: read only. */
  public byte[] bytes() { return bytes; }

  /** A copy of the element. */
  public byte[] get(int position) {
    int from = dataOffset(position);
    return Arrays.copyOfRange(bytes, from, from + length(position));
  }

  /** The element where it lies. */
  public Slice slice(int position) {
    return new Slice(bytes, dataOffset(position), length(position));
  }

  public boolean equalAt(int position, byte[] element) {
    int from = dataOffset(position);
    return Arrays.equals(bytes, from, from + length(position), element, 0, element.length);
  }

  /** The position of the element at an index, or of the end. */
  public int at(int index) {
    return skip(first, index);
  }

  /** The first element equal to this one, looking at every {@code step}th from {@link #first}; -1 when there is none. */
  public int find(byte[] element, int step) {
    for (int position = first; position < end; position = skip(position, step)) {
      if (equalAt(position, element)) return position;
    }
    return -1;
  }

  /** Without {@code removed} elements from the position on, and with these in their place. */
  public Packed splice(int position, int removed, byte[]... inserted) {
    int behind = position;
    for (int i = 0; i < removed; i++) behind = next(behind);
    int total = count - removed + inserted.length;
    int room = varintBytes(total) + position - first + end - behind;
    for (byte[] element : inserted) room += varintBytes(element.length) + element.length;
    ByteWriter writer = new ByteWriter(room + SLACK);
    writer.varint(total).raw(bytes, first, position - first);
    for (byte[] element : inserted) writer.sized(element);
    writer.raw(bytes, behind, end - behind);
    return new Packed(writer.buffer(), 0, writer.length());
  }

  public Header header(ValueType type, long expireAtMillis) {
    return Header.of(type, Encoding.INLINE, expireAtMillis, bytes, start, end - start);
  }

  private int varint(int at) {
    int value = bytes[at];
    if (value >= 0) return value;
    value &= 0x7F;
    for (int shift = 7; shift < 32; shift += 7) {
      int b = bytes[++at];
      value |= (b & 0x7F) << shift;
      if (b >= 0) return value;
    }
    throw new MalformedBytes("length too long");
  }

  private int varintLength(int at) {
    int length = 1;
    while (bytes[at + length - 1] < 0) length++;
    return length;
  }

  private static int varintBytes(int value) { return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7; }
}
