package io.vertikv.resp.type;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Names made by an enemy: each has the hash position of all others. */
final class Collisions {
  private static final int TARGET = 0x1234_5678;

  private Collisions() {}

  /** Eight bytes; the first four are the number, the others undo what it did to MurmurHash's state. */
  static byte[] name(int number) {
    int state = mixed(0, number);
    int scrambled = Integer.rotateRight((TARGET - 0xe6546b64) * inverse(5), 13) ^ state;
    int block = Integer.rotateRight(scrambled * inverse(0x1b873593), 15) * inverse(0xcc9e2d51);
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(number).putInt(block).array();
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
