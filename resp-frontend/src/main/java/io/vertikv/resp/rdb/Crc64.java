package io.vertikv.resp.rdb;

/** CRC-64 as Redis uses it: Jones' polynomial, bits reflected, no initial value. Of "123456789": e9c6d914c4b8d9ca. */
final class Crc64 {
  /** ad93d23594c935a9, its bits in reverse order. */
  private static final long POLYNOMIAL = 0x95AC9329AC4BC9B5L;
  private static final long[] TABLE = table();

  private Crc64() {}

  private static long[] table() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      table[i] = crc;
    }
    return table;
  }

  static long of(byte[] bytes, int offset, int length) {
    long crc = 0;
    for (int i = offset; i < offset + length; i++) crc = TABLE[(int) (crc ^ bytes[i]) & 0xFF] ^ crc >>> 8;
    return crc;
  }
}
