package io.vertikv.resp.type;

/** How a value is laid out. Codes are on disk. */
public enum Encoding {
  /** A string's bytes stand in the header. */
  PLAIN(0),
  /** A long string in numbered segments. */
  SEGMENTS(1),
  /** A small collection's elements stand in the header (Redis: listpack). */
  INLINE(2),
  /** A small set of integers, sorted, in the header (Redis: intset). */
  INTSET(3),
  /** One key per element, under the header's generation (Redis: hashtable, skiplist, quicklist). */
  ELEMENTS(4);

  private static final Encoding[] BY_CODE = values();

  private final int code;

  Encoding(int code) { this.code = code; }

  public int code() { return code; }

  /** True when parts of the value live under a generation of their own and become garbage with it. */
  public boolean hasParts() {
    return this == ELEMENTS || this == SEGMENTS;
  }

  static Encoding of(int code) {
    if (code >= BY_CODE.length) throw new IllegalStateException("encoding " + code + " is from a newer version");
    return BY_CODE[code];
  }
}
