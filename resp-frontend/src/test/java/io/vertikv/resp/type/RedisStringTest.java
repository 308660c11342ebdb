package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.script.MemoryTx;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedisStringTest {
  private static final Key KEY = new Key(0, new byte[]{'k'});
  private static final int LENGTH_MAX = 200_000;

  private final MemoryTx tx = new MemoryTx();

  @Test
  void partsReadAndWrittenMeetTheSameBytesInAnyLayout() {
    for (long seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      byte[] model = new byte[0];
      RedisString.of(tx, KEY).entry().remove();
      for (int step = 0; step < 60; step++) {
        model = change(random, model);
        RedisString string = RedisString.of(tx, KEY);
        assertEquals(model.length, string.length(), "seed " + seed);
        int start = random.nextInt(model.length + 1);
        int end = start + random.nextInt(model.length - start + 1);
        assertArrayEquals(Arrays.copyOfRange(model, start, end), string.range(start, end).toByteArray(),
            "seed " + seed);
      }
      assertArrayEquals(model, RedisString.of(tx, KEY).whole().toByteArray(), "seed " + seed);
    }
  }

  private byte[] change(Random random, byte[] model) {
    RedisString string = RedisString.of(tx, KEY);
    byte[] piece = new byte[random.nextInt(random.nextInt(20) == 0 ? 40_000 : 100)];
    random.nextBytes(piece);
    switch (random.nextInt(12)) {
      case 0 -> {
        string.set(piece, 0);
        return piece;
      }
      case 1, 2, 3, 4 -> {
        string.append(piece, 0, piece.length);
        byte[] longer = Arrays.copyOf(model, model.length + piece.length);
        System.arraycopy(piece, 0, longer, model.length, piece.length);
        return longer;
      }
      default -> {
        int position = random.nextInt(Math.min(LENGTH_MAX, model.length + 50_000));
        if (piece.length == 0) return model;
        string.setRange(position, piece, 0, piece.length);
        byte[] changed = Arrays.copyOf(model, Math.max(model.length, position + piece.length));
        System.arraycopy(piece, 0, changed, position, piece.length);
        return changed;
      }
    }
  }

  @Test
  void aFarByteOfAnEmptyStringCostsOneSegment() {
    RedisString.of(tx, KEY).setRange(RedisString.BYTES_MAX - 1, new byte[]{1}, 0, 1);
    assertEquals(2, tx.data().size());
    assertEquals(RedisString.BYTES_MAX, RedisString.of(tx, KEY).length());
    assertEquals((RedisString.BYTES_MAX << 3) - 1, Bitmap.of(tx, KEY).find(true, 0, RedisString.BYTES_MAX << 3));
    assertEquals(1, Bitmap.of(tx, KEY).count(0, RedisString.BYTES_MAX << 3));
    assertEquals(0, Bitmap.of(tx, KEY).find(false, 0, RedisString.BYTES_MAX << 3));
  }

  @Test
  void everyChangeGivesTheHeaderANewVersion() {
    RedisString.of(tx, KEY).set(new byte[100_000], 0);
    long before = tx.version(KEY.header()).commitTs();
    RedisString.of(tx, KEY).setRange(50_000, new byte[]{1}, 0, 1);
    assertTrue(tx.version(KEY.header()).commitTs() > before, "WATCH looks at nothing else");
  }

  @Test
  void moreThanOneCommandMayMoveIsRefused() {
    RedisString.of(tx, KEY).setRange(RedisString.BYTES_MAX - 1, new byte[]{1}, 0, 1);
    assertThrows(CommandError.class, () -> RedisString.of(tx, KEY).whole());
    byte[] large = new byte[RedisString.WHOLE_BYTES_MAX + 1];
    assertThrows(CommandError.class, () -> RedisString.of(tx, KEY).set(large, 0));
    assertThrows(CommandError.class, () -> RedisString.of(tx, KEY).setRange(0, large, 0, large.length));
    assertThrows(CommandError.class, () -> RedisString.of(tx, KEY).setRange(RedisString.BYTES_MAX, large, 0, 1));
    assertThrows(CommandError.class, () -> BitOperation.NOT.store(tx, KEY, List.of(RedisString.of(tx, KEY))));
  }

  @Test
  void noSegmentOutlivesItsHeaderForLong() {
    RedisString.of(tx, KEY).set(new byte[500_000], 0);
    RedisString.of(tx, KEY).set(new byte[300_000], 0);
    RedisString.of(tx, KEY).append(new byte[10], 0, 10);
    RedisString.of(tx, KEY).set(new byte[1], 0);
    while (GarbageCollection.run(tx, 7)) assertTrue(tx.data().size() > 1);
    assertEquals(1, tx.data().size());
  }

  @Test
  void bitsAreThoseOfAnObviousBitmap() {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      tx.delete(KEY.header());
      BitSet model = new BitSet();
      int bits = random.nextBoolean() ? 200 : 1_200_000;
      for (int i = 0; i < 50; i++) {
        int bit = random.nextInt(bits);
        boolean on = random.nextInt(4) > 0;
        assertEquals(model.get(bit), Bitmap.of(tx, KEY).set(bit, on), "seed " + seed);
        model.set(bit, on);
      }
      if (random.nextBoolean()) fill(random, model, bits);
      Bitmap bitmap = Bitmap.of(tx, KEY);
      int length = (int) (bitmap.lengthBytes() << 3);
      for (int i = 0; i < 50; i++) {
        int start = random.nextInt(length);
        int end = start + random.nextInt(length - start + 1);
        assertEquals(model.get(start, end).cardinality(), bitmap.count(start, end), "seed " + seed);
        assertEquals(within(model.nextSetBit(start), end), bitmap.find(true, start, end), "seed " + seed);
        assertEquals(within(model.nextClearBit(start), end), bitmap.find(false, start, end), "seed " + seed);
        assertEquals(model.get(start), bitmap.get(start), "seed " + seed);
      }
    }
  }

  private static long within(long bit, long end) { return bit < end ? bit : -1; }

  private void fill(Random random, BitSet model, int bits) {
    int start = random.nextInt(bits) & ~7;
    byte[] ones = new byte[random.nextInt(50_000)];
    Arrays.fill(ones, (byte) 0xFF);
    if (ones.length > 0) RedisString.of(tx, KEY).setRange(start >> 3, ones, 0, ones.length);
    model.set(start, start + 8 * ones.length);
  }

  @Test
  void combinedStringsAreCombinedByteByByte() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      BitOperation operation = BitOperation.values()[random.nextInt(4)];
      int count = operation == BitOperation.NOT ? 1 : 1 + random.nextInt(4);
      RedisString[] sources = new RedisString[count];
      byte[][] models = new byte[count][];
      for (int i = 0; i < count; i++) {
        Key key = new Key(0, new byte[]{'s', (byte) i});
        RedisString.of(tx, key).entry().remove();
        byte[] piece = new byte[random.nextInt(30_000)];
        random.nextBytes(piece);
        RedisString.of(tx, key).set(piece, 0);
        if (random.nextBoolean()) RedisString.of(tx, key).setRange(random.nextInt(150_000), piece, 0, piece.length);
        sources[i] = RedisString.of(tx, key);
        models[i] = sources[i].whole().toByteArray();
      }
      operation.store(tx, KEY, List.of(sources));
      assertArrayEquals(combined(operation, models), RedisString.of(tx, KEY).whole().toByteArray(),
          "seed " + seed + " " + operation);
    }
  }

  private static byte[] combined(BitOperation operation, byte[][] models) {
    int length = 0;
    for (byte[] model : models) length = Math.max(length, model.length);
    byte[] result = Arrays.copyOf(models[0], length);
    for (int i = 0; i < length; i++) {
      if (operation == BitOperation.NOT) result[i] = (byte) ~result[i];
      for (int k = 1; k < models.length; k++) {
        int other = i < models[k].length ? models[k][i] : 0;
        result[i] = (byte) switch (operation) {
          case AND -> result[i] & other;
          case OR -> result[i] | other;
          case XOR -> result[i] ^ other;
          case NOT -> throw new AssertionError();
        };
      }
    }
    return result;
  }
}
