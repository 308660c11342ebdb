package io.vertikv.tools.bench;

/** How many keys there are, how long keys and values are, and how strongly the Zipf distribution prefers its favourites. */
record KeySpace(long keys, int keyBytes, int valueBytes, double zipfExponent) {
  static final long KEYS_MAX = 1_000_000_000_000L;
  static final int DIGITS = 12;
  static final int KEY_BYTES_MAX = 64 << 10;
  static final int VALUE_BYTES_MAX = 16 << 20;

  KeySpace {
    if (keys < 1 || keys > KEYS_MAX) throw new IllegalArgumentException("--keys must be from 1 to " + KEYS_MAX);
    int least = String.valueOf(keys - 1).length();
    if (keyBytes < least || keyBytes > KEY_BYTES_MAX)
      throw new IllegalArgumentException(
          "--key-size must be from " + least + " (the digits of " + keys + " keys) to " + KEY_BYTES_MAX);
    if (valueBytes < 0 || valueBytes > VALUE_BYTES_MAX)
      throw new IllegalArgumentException("--value-size must be from 0 to " + VALUE_BYTES_MAX);
    if (!(zipfExponent > 0 && zipfExponent <= 10))
      throw new IllegalArgumentException("--zipf-exponent must be over 0 and at most 10");
  }
}
