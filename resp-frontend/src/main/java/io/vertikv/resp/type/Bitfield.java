package io.vertikv.resp.type;

import io.vertikv.txn.Tx;
import java.util.Map;
import java.util.TreeMap;

/**
 * A string as an array of integers of 1 to 64 bits at any bit offset. Changes are collected in pages and stored together
 * by {@link #store}, so that a command with many operations copies a long string's parts once.
 */
public final class Bitfield {
  /** What happens to a number that does not fit. */
  public enum Overflow {
    WRAP, SAT, FAIL
  }

  /** An integer's form: i5, u63. Unsigned ones have at most 63 bits. */
  public record Form(boolean signed, int bits) {
    private long max() { return (1L << (signed ? bits - 1 : bits)) - 1; }

    private long min() { return signed ? -1L << bits - 1 : 0; }

    /** The number's low bits, read in this form. */
    private long wrap(long number) {
      int unused = 64 - bits;
      return signed ? number << unused >> unused : number << unused >>> unused;
    }

    /** The sum as it fits this form, or null when it does not and shall fail. */
    public Long add(long value, long increment, Overflow overflow) {
      long sum = value + increment;
      boolean carried = ((value ^ sum) & (increment ^ sum)) < 0;
      boolean above = carried ? increment > 0 : sum > max();
      boolean below = carried ? increment < 0 : sum < min();
      return fitted(sum, above, below, overflow);
    }

    /** The number as it fits this form; for an unsigned form a negative one counts as very large. */
    public Long fit(long number, Overflow overflow) {
      boolean above = number > max() || !signed && number < 0;
      return fitted(number, above, number < min() && !above, overflow);
    }

    private Long fitted(long number, boolean above, boolean below, Overflow overflow) {
      if (!above && !below) return number;
      return switch (overflow) {
        case WRAP -> wrap(number);
        case SAT -> above ? max() : min();
        case FAIL -> null;
      };
    }
  }

  private static final int PAGE_BYTES = Segments.BYTES;

  private final RedisString string;
  private final Map<Long, byte[]> changed = new TreeMap<>();
  private long readNumber = -1;
  private byte[] readPage;

  private Bitfield(RedisString string) { this.string = string; }

  public static Bitfield of(Tx tx, Key key) { return new Bitfield(RedisString.of(tx, key)); }

  /** Makes room for a bit and all before it. */
  public void grow(long bit) {
    long last = bit >> 3;
    if (last >= string.length()) string.setRange(last, new byte[1], 0, 1);
  }

  public long get(Form form, long bit) {
    long number = 0;
    for (int i = 0; i < form.bits();) {
      int inByte = (int) (bit + i & 7);
      int count = Math.min(8 - inByte, form.bits() - i);
      int part = (byteAt(bit + i >> 3) & 0xFF) >> 8 - inByte - count & (1 << count) - 1;
      number = number << count | part;
      i += count;
    }
    return form.wrap(number);
  }

  /** Within what {@link #grow} made room for. */
  public void set(Form form, long bit, long number) {
    for (int i = 0; i < form.bits();) {
      int inByte = (int) (bit + i & 7);
      int count = Math.min(8 - inByte, form.bits() - i);
      int shift = 8 - inByte - count;
      int mask = (1 << count) - 1 << shift;
      int part = (int) (number >>> form.bits() - i - count) << shift & mask;
      byte[] page = changing(bit + i >> 3);
      int at = (int) ((bit + i >> 3) % PAGE_BYTES);
      page[at] = (byte) (page[at] & ~mask | part);
      i += count;
    }
  }

  public void store() {
    changed.forEach((number, page) -> string.setRange(number * PAGE_BYTES, page, 0, page.length));
    changed.clear();
  }

  private byte byteAt(long position) {
    if (position >= string.length()) return 0;
    byte[] page = changed.get(position / PAGE_BYTES);
    return (page == null ? page(position / PAGE_BYTES) : page)[(int) (position % PAGE_BYTES)];
  }

  private byte[] changing(long position) {
    long number = position / PAGE_BYTES;
    byte[] page = changed.get(number);
    if (page == null) {
      RedisString.expectWritable((changed.size() + 1L) * PAGE_BYTES);
      page = page(number).clone();
      changed.put(number, page);
    }
    return page;
  }

  private byte[] page(long number) {
    if (number != readNumber) {
      long start = number * PAGE_BYTES;
      readPage = string.range(start, Math.min(start + PAGE_BYTES, string.length())).toByteArray();
      readNumber = number;
    }
    return readPage;
  }
}
