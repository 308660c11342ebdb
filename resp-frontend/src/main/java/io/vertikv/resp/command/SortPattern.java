package io.vertikv.resp.command;

import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.RedisHash;
import io.vertikv.resp.type.RedisString;
import io.vertikv.resp.type.Slice;
import io.vertikv.resp.type.ValueType;
import io.vertikv.txn.Tx;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * SORT's BY and GET: a key's name with an element in place of the first star, {@code weight_*}, perhaps a hash's field,
 * {@code object_*->name}; {@code #} is the element itself.
 */
final class SortPattern {
  private final byte[] before;
  private final byte[] behind;
  /** Null: the key holds a string. */
  private final byte[] field;
  private final boolean element;

  private SortPattern(byte[] before, byte[] behind, byte[] field, boolean element) {
    this.before = before;
    this.behind = behind;
    this.field = field;
    this.element = element;
  }

  static SortPattern of(Args args, int at) {
    String text = new String(args.bytes(at), StandardCharsets.ISO_8859_1);
    int star = text.indexOf('*');
    if (star < 0) return new SortPattern(null, null, null, text.equals("#"));
    int arrow = text.indexOf("->", star + 1);
    boolean ofField = arrow >= 0 && arrow + 2 < text.length();
    return new SortPattern(bytes(text.substring(0, star)),
        bytes(text.substring(star + 1, ofField ? arrow : text.length())),
        ofField ? bytes(text.substring(arrow + 2)) : null,
        false);
  }

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

  /** True without a star: the same for every element, so nothing to sort by and nothing to get. */
  boolean isConstant() {
    return before == null;
  }

  /** What stands there for this element, or null. */
  Slice lookUp(Tx tx, Args args, Slice of) {
    if (element) return of;
    if (before == null) return null;
    KeyEntry entry = KeyEntry.of(tx, new Key(args.db(), name(of)));
    if (!entry.exists() || entry.header().type() != (field == null ? ValueType.STRING : ValueType.HASH)) return null;
    return field == null ? RedisString.of(tx, entry).whole() : RedisHash.of(tx, entry.key()).get(field);
  }

  private byte[] name(Slice of) {
    byte[] name = Arrays.copyOf(before, before.length + of.length() + behind.length);
    System.arraycopy(of.array(), of.offset(), name, before.length, of.length());
    System.arraycopy(behind, 0, name, before.length + of.length(), behind.length);
    return name;
  }
}
