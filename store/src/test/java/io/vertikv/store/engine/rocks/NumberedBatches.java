package io.vertikv.store.engine.rocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.Arrays;

/** Batches 1, 2, 3 … that leave a trace in three families, so that a state that is no prefix shows. */
final class NumberedBatches {
  private static final byte[] LAST = {'n'};
  private static final int LOCKS = 5;

  private NumberedBatches() {}

  static RocksConfig smallConfig() {
    return new RocksConfig(8 << 20, 1 << 20, 64 << 10, 1024, 10, 1 << 20, 2, 64, 0, true);
  }

  /** The number in META, an entry in WRITE, and a lock that replaces the one of five batches ago. */
  static EngineBatch batch(long number) {
    EngineBatch batch = new EngineBatch().put(Family.META, LAST, u64(number)).put(Family.WRITE, u64(number),
        value(number));
    if (number > LOCKS) batch.deleteOnce(Family.LOCK, u64(number - LOCKS));
    return batch.put(Family.LOCK, u64(number), LAST);
  }

  /** The number of the last batch that the engine holds; 0 for none. */
  static long last(Engine engine, ReadTier tier) {
    byte[] number = engine.get(Family.META, LAST, tier);
    return number == null ? 0 : new ByteReader(number).u64();
  }

  /** Fails unless the engine holds batches 1 to some n, each whole; returns n. */
  static long requirePrefix(Engine engine) {
    long last = last(engine, ReadTier.DISK);
    try (EngineCursor cursor = engine.cursor(Family.WRITE, KeyRange.ALL, ReadTier.DISK)) {
      for (long n = 1; n <= last; n++) {
        assertEquals(true, cursor.next(), "batch " + n + " of " + last + " is missing");
        assertArrayEquals(u64(n), cursor.key());
        assertArrayEquals(value(n), cursor.value());
      }
      assertFalse(cursor.next(), "a batch after " + last);
    }
    try (EngineCursor cursor = engine.cursor(Family.LOCK, KeyRange.ALL, ReadTier.DISK)) {
      for (long n = Math.max(1, last - LOCKS + 1); n <= last; n++) {
        assertEquals(true, cursor.next());
        assertArrayEquals(u64(n), cursor.key());
      }
      assertFalse(cursor.next());
    }
    return last;
  }

  private static byte[] u64(long number) { return new ByteWriter().u64(number).toByteArray(); }

  private static byte[] value(long number) {
    byte[] value = new byte[(int) (number % 400)];
    Arrays.fill(value, (byte) number);
    return value;
  }
}
