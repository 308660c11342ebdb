package io.vertikv.resp.type;

/** What a key holds. Codes are on disk. */
public enum ValueType {
  STRING(0, "string"), LIST(1, "list"), SET(2, "set"), ZSET(3, "zset"), HASH(4, "hash"), STREAM(5, "stream");

  private static final ValueType[] BY_CODE = values();

  private final int code;
  private final String label;

  ValueType(int code, String label) {
    this.code = code;
    this.label = label;
  }

  public int code() { return code; }

  /** The word that TYPE answers. */
  public String label() { return label; }

  static ValueType of(int code) {
    if (code >= BY_CODE.length) throw new IllegalStateException("value type " + code + " is from a newer version");
    return BY_CODE[code];
  }
}
