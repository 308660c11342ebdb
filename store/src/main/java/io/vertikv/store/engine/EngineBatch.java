package io.vertikv.store.engine;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.bytes.Span;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Changes that happen together, in order. Kept as the bytes of RocksDB's own write batch, so that a batch of any size
 * crosses into native code once instead of once a change (1.2 µs a put against 2 to 4):
 *
 * <pre>
 *   sequence u64 LE = 0 | count u32 LE | record*
 *   record = tag u8 | family varint32 (not for family 0) | key | value or end key, where the tag has one
 *   key, value, end key = varint32 length | bytes
 * </pre>
 *
 * A family's id is its ordinal; the engine checks that at open. Reusable after {@link #clear()}; not thread-safe.
 */
public final class EngineBatch {
  /** RocksDB's value types (db/dbformat.h): for family 0, and for any other family. */
  private enum Tag {
    DELETE(0x00, 0x04), PUT(0x01, 0x05), DELETE_ONCE(0x07, 0x08), DELETE_RANGE(0x0F, 0x0E);

    private static final Tag[] ALL = values();
    final int inDefault;
    final int inFamily;

    Tag(int inDefault, int inFamily) {
      this.inDefault = inDefault;
      this.inFamily = inFamily;
    }

    static Tag of(int code) {
      for (Tag tag : ALL) if (tag.inDefault == code || tag.inFamily == code) return tag;
      throw new MalformedBytes("write batch: unknown tag " + code);
    }
  }

  private static final VarHandle U32_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final Family[] FAMILIES = Family.values();
  private static final int HEADER_BYTES = 12;
  private static final int COUNT_AT = 8;
  private static final int INITIAL_BYTES = 1024;

  private final ByteWriter records;
  private int count;
  private long generation;

  public EngineBatch() {
    records = new ByteWriter(INITIAL_BYTES);
    clear();
  }

  /** How often it has been cleared: what was put before is not in it any more. */
  public long generation() {
    return generation;
  }

  /** Takes the changes out; keeps the memory. */
  public void clear() {
    generation++;
    records.clear();
    records.u64(0).u32(0);
    count = 0;
  }

  public EngineBatch put(Family family, byte[] key, byte[] value) {
    begin(Tag.PUT, family).sized(key).sized(value);
    return this;
  }

  /** As {@link #put(Family, byte[], byte[])} from codecs' buffers, which may be reused at once. */
  public EngineBatch put(Family family, ByteWriter key, ByteWriter value) {
    ByteWriter out = begin(Tag.PUT, family);
    sized(out, key);
    sized(out, value);
    return this;
  }

  public EngineBatch put(Family family, ByteWriter key, byte[] value) {
    ByteWriter out = begin(Tag.PUT, family);
    sized(out, key);
    out.sized(value);
    return this;
  }

  /** The value in two parts, copied from where they lie: a codec's head, and what it stands before. */
  public EngineBatch put(Family family, Span key, ByteWriter head, Span rest) {
    ByteWriter out = begin(Tag.PUT, family);
    out.varint(key.length()).raw(key.bytes(), key.at(), key.length());
    out.varint(head.length() + rest.length()).raw(head.buffer(), 0, head.length());
    out.raw(rest.bytes(), rest.at(), rest.length());
    return this;
  }

  public EngineBatch delete(Family family, Span key) {
    begin(Tag.DELETE, family).varint(key.length()).raw(key.bytes(), key.at(), key.length());
    return this;
  }

  public EngineBatch delete(Family family, byte[] key) {
    begin(Tag.DELETE, family).sized(key);
    return this;
  }

  /**
   * Deletes a key that was put exactly once since it last did not exist. Cheaper than {@link #delete}: the two
   * annihilate each other at the first compaction that sees both. A key that was put twice may come back: such keys
   * need {@link #delete}.
   */
  public EngineBatch deleteOnce(Family family, byte[] key) {
    begin(Tag.DELETE_ONCE, family).sized(key);
    return this;
  }

  /** Deletes all keys of a range, at once and whatever their number. The range must have an end; empty does nothing. */
  public EngineBatch deleteRange(Family family, KeyRange range) {
    if (range.unbounded()) throw new IllegalArgumentException("deleteRange needs an end key: " + range);
    if (Arrays.compareUnsigned(range.start(), range.end()) >= 0) return this;
    begin(Tag.DELETE_RANGE, family).sized(range.start()).sized(range.end());
    return this;
  }

  /** All changes of the other batch, after those of this one. */
  public EngineBatch append(EngineBatch other) {
    records.raw(other.records.buffer(), HEADER_BYTES, other.records.length() - HEADER_BYTES);
    count += other.count;
    return this;
  }

  /** Changes in the batch. */
  public int count() { return count; }

  public boolean isEmpty() { return count == 0; }

  public int sizeBytes() { return records.length(); }

  /** RocksDB's serialized form, a copy. */
  public byte[] toByteArray() {
    U32_LE.set(records.buffer(), COUNT_AT, count);
    return Arrays.copyOf(records.buffer(), records.length());
  }

  /** Shows every change, in order. */
  public void forEach(Visitor visitor) {
    ByteReader in = new ByteReader(records.buffer(), HEADER_BYTES, records.length() - HEADER_BYTES);
    while (in.remaining() > 0) {
      int code = in.u8();
      Tag tag = Tag.of(code);
      Family family = code == tag.inDefault ? Family.META : FAMILIES[(int) in.varint()];
      byte[] key = in.sized();
      switch (tag) {
        case PUT -> visitor.put(family, key, in.sized());
        case DELETE -> visitor.delete(family, key);
        case DELETE_ONCE -> visitor.deleteOnce(family, key);
        case DELETE_RANGE -> visitor.deleteRange(family, new KeyRange(key, in.sized()));
      }
    }
  }

  private ByteWriter begin(Tag tag, Family family) {
    count++;
    return family == Family.META ? records.u8(tag.inDefault) : records.u8(tag.inFamily).varint(family.ordinal());
  }

  private static void sized(ByteWriter out, ByteWriter from) {
    out.varint(from.length()).raw(from.buffer(), 0, from.length());
  }

  /** Receives the changes of a batch. */
  public interface Visitor {
    void put(Family family, byte[] key, byte[] value);

    void delete(Family family, byte[] key);

    void deleteOnce(Family family, byte[] key);

    void deleteRange(Family family, KeyRange range);
  }
}
