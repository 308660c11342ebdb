package io.vertikv.resp.type;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Names made by an enemy, who decides where they lie: MurmurHash, undone step by step. */
final class Collisions {
  private static final int LENGTH = 8;

  private Collisions() {}

  /** All of these have the same hash position. */
  static byte[] name(int number) {
    return name(number, 0x1234_5678);
  }

  /** Eight bytes: the number, and what leads from there to the position. */
  static byte[] name(int number, int position) {
    int target = unfinished(position) ^ LENGTH;
    int scrambled = Integer.rotateRight((target - 0xe6546b64) * inverse(5), 13) ^ mixed(0, number);
    int block = Integer.rotateRight(scrambled * inverse(0x1b873593), 15) * inverse(0xcc9e2d51);
    return ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN).putInt(number).putInt(block).array();
  }

  private static int unfinished(int hash) {
    int before = (hash ^ hash >>> 16) * inverse(0xc2b2ae35);
    before = (before ^ before >>> 13 ^ before >>> 26) * inverse(0x85ebca6b);
    return before ^ before >>> 16;
  }

  private static int mixed(int state, int block) {
    int scrambled = Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    return Integer.rotateLeft(state ^ scrambled, 13) * 5 + 0xe6546b64;
  }

  /** Of an odd number modulo 2^32 (Newton). */
  private static int inverse(int odd) {
    int inverse = odd;
    for (int i = 0; i < 5; i++) inverse *= 2 - odd * inverse;
    return inverse;
  }
}
