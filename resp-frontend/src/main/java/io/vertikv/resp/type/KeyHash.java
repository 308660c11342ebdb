package io.vertikv.resp.type;

/** The two hashes that place keys. Both are part of the disk format: they never change. */
public final class KeyHash {
  public static final int SLOTS = 16384;
  private static final int[] CRC16 = crc16Table();

  private KeyHash() {}

  /** Redis Cluster's slot: CRC16 (XMODEM) of the hash tag, or of the whole key, modulo 16384. */
  public static int slot(byte[] key) {
    int from = 0;
    int to = key.length;
    int open = indexOf(key, '{', 0);
    if (open >= 0) {
      int close = indexOf(key, '}', open + 1);
      if (close > open + 1) {
        from = open + 1;
        to = close;
      }
    }
    int crc = 0;
    for (int i = from; i < to; i++) crc = (crc << 8 ^ CRC16[(crc >>> 8 ^ key[i]) & 0xFF]) & 0xFFFF;
    return crc & SLOTS - 1;
  }

  /** MurmurHash3, 32 bit, seed 0: the position of a key in its slot and of an element in its collection. */
  public static int position(byte[] bytes, int offset, int length) {
    int hash = 0;
    int blocks = offset + (length & ~3);
    int at = offset;
    for (; at < blocks; at += 4) {
      int block = bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
      hash = Integer.rotateLeft(hash ^ scramble(block), 13) * 5 + 0xe6546b64;
    }
    int tail = 0;
    for (int i = offset + length - 1; i >= at; i--) tail = tail << 8 | bytes[i] & 0xFF;
    hash ^= scramble(tail) ^ length;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private static int scramble(int block) { return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593; }

  private static int indexOf(byte[] bytes, char wanted, int from) {
    for (int i = from; i < bytes.length; i++) if (bytes[i] == wanted) return i;
    return -1;
  }

  private static int[] crc16Table() {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      table[i] = crc & 0xFFFF;
    }
    return table;
  }
}
