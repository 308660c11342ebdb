package io.vertikv.resp.type;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.random.RandomGenerator;

/**
 * A walk over the headers of a database, in the order of their places: slot, then position in the slot. A place is a
 * number that says where to go on, today or after a restart: keys come and go, their places stay.
 *
 * <p>Small values lie header by header, and the walk is one step each. Between two headers there may be the parts of a
 * large value, or parts that wait for the garbage collection: after {@link #STEPS_MAX} of them the walk seeks.
 */
public final class KeyScan implements AutoCloseable {
  /** All places are below: 14 bits of slot, 32 of position. */
  public static final long PLACES = (long) KeyHash.SLOTS << 32;
  /** A seek costs about as much as so many steps. */
  private static final int STEPS_MAX = 8;
  private static final int FAIR_STEPS = 16;
  /** How often a random key may turn out to be dead before the walk goes on to the next living one. */
  private static final int RANDOM_TRIES = 16;

  private final Tx tx;
  private final byte[] end;
  private final long nowMillis;
  private Cursor cursor;
  private byte[] at;
  private Header header;

  private KeyScan(Tx tx, KeyRange range) {
    this.tx = tx;
    this.end = range.end();
    this.nowMillis = tx.nowMillis();
    this.cursor = tx.scan(range, Direction.FORWARD);
  }

  /** Headers from a place on, which is below {@link #PLACES}. */
  public static KeyScan from(Tx tx, int db, long place) {
    return new KeyScan(tx, RedisKeys.databaseFrom(db, (int) (place >>> 32), place & 0xFFFF_FFFFL));
  }

  /** False for a cursor that no walk has given out. */
  public static boolean isPlace(long cursor) {
    return cursor >= 0 && cursor < PLACES;
  }

  /** The least key that may lie at the place. */
  public static byte[] startOf(int db, long place) {
    return RedisKeys.databaseFrom(db, (int) (place >>> 32), place & 0xFFFF_FFFFL).start();
  }

  /** The place of any key of a database, or of the beginning of one. */
  public static long placeOf(byte[] key) {
    byte[] whole = java.util.Arrays.copyOf(key, Math.max(key.length, RedisKeys.PLACE_BYTES));
    return (long) RedisKeys.slotOf(whole) << 32 | RedisKeys.positionOf(whole);
  }

  /** True when no key of its place lies before it. */
  public static boolean beginsPlace(byte[] key) {
    return key.length <= RedisKeys.PLACE_BYTES;
  }

  /** Headers of one slot. */
  public static KeyScan slot(Tx tx, int db, int slot) {
    return new KeyScan(tx, RedisKeys.slot(db, slot));
  }

  /** To the next header, of a living key or a dead one. */
  public boolean next() {
    int steps = 0;
    while (cursor.next()) {
      at = cursor.key();
      if (RedisKeys.isHeader(at)) {
        header = Header.decode(cursor.value());
        return true;
      }
      if (++steps == STEPS_MAX) {
        cursor.close();
        cursor = tx.scan(new KeyRange(RedisKeys.behind(at), end), Direction.FORWARD);
        steps = 0;
      }
    }
    return false;
  }

  /** False when the key has expired and only its record is left. */
  public boolean alive() {
    return !header.expiredAt(nowMillis);
  }

  /** What the client calls the key. */
  public byte[] name() { return RedisKeys.keyOf(at).name(); }

  public ValueType type() { return header.type(); }

  public long place() { return (long) RedisKeys.slotOf(at) << 32 | RedisKeys.positionOf(at); }

  @Override
  public void close() { cursor.close(); }

  /** The name of some living key, or null when there is none. Keys alone in their slot are more likely than others. */
  public static byte[] any(Tx tx, int db, RandomGenerator random) {
    for (int i = 0; i < RANDOM_TRIES; i++) {
      long near = placeFrom(tx, db, random.nextLong(PLACES));
      if (near < 0) near = placeFrom(tx, db, 0);
      if (near < 0) return null;
      byte[] name = anyOfSlot(tx, db, near & -1L << 32, random);
      if (name != null) return name;
    }
    return firstAlive(tx, db);
  }

  /**
   * Hash tags put many keys into one slot, so the draw is repeated inside of it: a random position and some random steps
   * from there, which evens out the gaps between positions. Null when that one is dead.
   */
  private static byte[] anyOfSlot(Tx tx, int db, long slot, RandomGenerator random) {
    long start = slot | random.nextLong(1L << 32);
    int steps = random.nextInt(FAIR_STEPS);
    while (true) {
      int before = steps;
      try (KeyScan scan = from(tx, db, start)) {
        while (scan.next() && (scan.place() & -1L << 32) == slot) {
          if (steps-- == 0) return scan.alive() ? scan.name() : null;
        }
      }
      if (start == slot && before == steps) return null;
      start = slot;
    }
  }

  private static long placeFrom(Tx tx, int db, long place) {
    try (KeyScan scan = from(tx, db, place)) {
      return scan.next() ? scan.place() : -1;
    }
  }

  private static byte[] firstAlive(Tx tx, int db) {
    try (KeyScan scan = from(tx, db, 0)) {
      while (scan.next()) if (scan.alive()) return scan.name();
      return null;
    }
  }
}
