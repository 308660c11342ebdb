package io.vertikv.txn.region;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import java.util.Arrays;

/**
 * Keys that a region's replica keeps besides versions.
 *
 * <pre>
 * META  r | region u64 | 01                 applied state
 * META  r | region u64 | 02                 floors of forgotten requests
 * META  r | region u64 | 03 | index u64     remembered requests of a log entry
 * TTL   region u64 | due ms u64 | key       reminder; empty value
 * </pre>
 */
final class RegionKeys {
  private static final int TTL_PREFIX = 16;
  private static final int REQUESTS_PREFIX = 10;

  private RegionKeys() {}

  static byte[] appliedState(long region) { return new ByteWriter(16).u8('r').u64(region).u8(1).toByteArray(); }

  static byte[] floors(long region) { return new ByteWriter(16).u8('r').u64(region).u8(2).toByteArray(); }

  static byte[] requests(long region, long index) {
    return new ByteWriter(REQUESTS_PREFIX + 8).u8('r').u64(region).u8(3).u64(index).toByteArray();
  }

  /** Remembered requests of all log entries, in their order. */
  static KeyRange requests(long region) {
    return KeyRange.prefix(new ByteWriter(REQUESTS_PREFIX).u8('r').u64(region).u8(3).toByteArray());
  }

  static long requestsIndex(byte[] requests) { return new ByteReader(requests, REQUESTS_PREFIX, 8).u64(); }

  /** Everything in META that belongs to the region, {@link io.vertikv.store.group.GroupRecord} apart. */
  static KeyRange records(long region) {
    return KeyRange.prefix(new ByteWriter(16).u8('r').u64(region).toByteArray());
  }

  /** All reminders of the region. */
  static KeyRange reminders(long region) {
    return KeyRange.prefix(new ByteWriter(8).u64(region).toByteArray());
  }

  static byte[] reminder(long region, long dueMillis, byte[] key) {
    return new ByteWriter(TTL_PREFIX + key.length).u64(region).u64(dueMillis).raw(key).toByteArray();
  }

  /** Reminders due between these times, both included. */
  static KeyRange due(long region, long fromMillis, long untilMillis) {
    return new KeyRange(reminder(region, fromMillis, new byte[0]), reminder(region, untilMillis + 1, new byte[0]));
  }

  static long dueMillis(byte[] reminder) { return new ByteReader(reminder, 8, 8).u64(); }

  static byte[] reminded(byte[] reminder) { return Arrays.copyOfRange(reminder, TTL_PREFIX, reminder.length); }
}
