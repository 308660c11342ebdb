package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The record that every Redis key has, and the only one that small values have. Immutable.
 *
 * <pre>
 * version u8 = 1 | type u8 | encoding u8 | flags u8 | expireAt ms u64, if flag 1 | body
 * flag 2:                    a PLAIN string that was changed in place, which is all that OBJECT ENCODING wants to know
 * body, PLAIN:               the string
 * body, INLINE and INTSET:   the elements, as the type lays them out
 * body, ELEMENTS, SEGMENTS:  generation u64 | size varint | the type's own part
 * </pre>
 */
public final class Header {
  private static final int VERSION = 1;
  private static final int FLAG_EXPIRES = 1;
  private static final int FLAG_CHANGED = 2;
  private static final int FIXED = 4;
  private static final VarHandle EXPIRE_AT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final ValueType type;
  private final Encoding encoding;
  private final long expireAtMillis;
  private final int bodyOffset;

  private Header(byte[] bytes) {
    if (bytes.length < FIXED || bytes[0] != VERSION) throw new MalformedBytes("not a header of version " + VERSION);
    this.bytes = bytes;
    type = ValueType.of(bytes[1]);
    encoding = Encoding.of(bytes[2]);
    boolean expires = (bytes[3] & FLAG_EXPIRES) != 0;
    bodyOffset = expires ? FIXED + 8 : FIXED;
    if (bytes.length < bodyOffset) throw new MalformedBytes("header of " + bytes.length + " bytes");
    expireAtMillis = expires ? (long) EXPIRE_AT.get(bytes, FIXED) : 0;
  }

  private Header(byte[] bytes, ValueType type, Encoding encoding, long expireAtMillis, int bodyOffset) {
    this.bytes = bytes;
    this.type = type;
    this.encoding = encoding;
    this.expireAtMillis = expireAtMillis;
    this.bodyOffset = bodyOffset;
  }

  public static Header decode(byte[] bytes) { return new Header(bytes); }

  /** A header whose body is a slice. expireAtMillis 0: never. */
  public static Header of(ValueType type, Encoding encoding, long expireAtMillis, byte[] body, int offset, int length) {
    return of(type, encoding, 0, expireAtMillis, body, offset, length);
  }

  /** A PLAIN string that came from APPEND, SETRANGE or SETBIT and not from a client in one piece. */
  public static Header ofChangedString(long expireAtMillis, byte[] value) {
    return of(ValueType.STRING, Encoding.PLAIN, FLAG_CHANGED, expireAtMillis, value, 0, value.length);
  }

  /** The one array that is stored, without a detour: this is what every SET does. */
  private static Header of(ValueType type, Encoding encoding, int flags, long expireAtMillis, byte[] body, int offset,
      int length) {
    int bodyOffset = expireAtMillis == 0 ? FIXED : FIXED + 8;
    byte[] bytes = new byte[bodyOffset + length];
    bytes[0] = VERSION;
    bytes[1] = (byte) type.code();
    bytes[2] = (byte) encoding.code();
    bytes[3] = (byte) (flags | (expireAtMillis == 0 ? 0 : FLAG_EXPIRES));
    if (expireAtMillis != 0) EXPIRE_AT.set(bytes, FIXED, expireAtMillis);
    System.arraycopy(body, offset, bytes, bodyOffset, length);
    return new Header(bytes, type, encoding, expireAtMillis, bodyOffset);
  }

  public static Header of(ValueType type, Encoding encoding, long expireAtMillis, byte[] body) {
    return of(type, encoding, expireAtMillis, body, 0, body.length);
  }

  /** A header for a value whose parts lie under a generation; {@code own} is the type's own part, may be empty. */
  public static Header ofParts(Header like, long generation, long size, byte[] own) {
    return ofParts(like.type, like.encoding, like.expireAtMillis, generation, size, own);
  }

  public static Header ofParts(ValueType type, Encoding encoding, long expireAtMillis, long generation, long size,
      byte[] own) {
    ByteWriter writer = begin(type, encoding, expireAtMillis, 18 + own.length);
    return new Header(writer.u64(generation).varint(size).raw(own).toByteArray());
  }

  private static ByteWriter begin(ValueType type, Encoding encoding, long expireAtMillis, int bodyLength) {
    boolean expires = expireAtMillis != 0;
    ByteWriter writer = new ByteWriter(FIXED + 8 + bodyLength);
    writer.u8(VERSION).u8(type.code()).u8(encoding.code()).u8(expires ? FLAG_EXPIRES : 0);
    return expires ? writer.u64(expireAtMillis) : writer;
  }

  /** The same value with another time to die; 0: never. */
  public Header expiringAt(long expireAtMillis) {
    return of(type, encoding, bytes[3] & ~FLAG_EXPIRES, expireAtMillis, bytes, bodyOffset, bodyLength());
  }

  public ValueType type() { return type; }

  public Encoding encoding() { return encoding; }

  /** 0: never. */
  public long expireAtMillis() { return expireAtMillis; }

  /** True for a string made by {@link #ofChangedString}. */
  public boolean changedInPlace() {
    return (bytes[3] & FLAG_CHANGED) != 0;
  }

  public boolean expires() { return expireAtMillis != 0; }

  /** Redis: a key is gone once the clock has passed its time, so at the time itself it is still there. */
  public boolean expiredAt(long nowMillis) {
    return expireAtMillis != 0 && nowMillis > expireAtMillis;
  }

  /** The whole record: read only. */
  public byte[] bytes() { return bytes; }

  public int bodyOffset() { return bodyOffset; }

  public int bodyLength() { return bytes.length - bodyOffset; }

  public ByteReader body() { return new ByteReader(bytes, bodyOffset, bodyLength()); }

  /** Generation of the parts; only where the encoding has parts. */
  public long generation() { return body().u64(); }

  /** Number of elements, or bytes of a segmented string; only where the encoding has parts. */
  public long size() {
    ByteReader reader = body();
    reader.skip(8);
    return reader.varint();
  }

  /** The type's own part behind generation and size; only where the encoding has parts. */
  public ByteReader own() {
    ByteReader reader = body();
    reader.skip(8);
    reader.varint();
    return reader;
  }
}
