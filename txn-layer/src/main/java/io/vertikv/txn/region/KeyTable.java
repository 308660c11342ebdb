package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The leader's memory of keys: the pending layer (written, not yet in the engine) and the version cache (newest versions of
 * hot keys) in one hash table, so that a hit of either is one look-up. Rows with unapplied writes stay; the others are
 * evicted by CLOCK once the table is over its budget. Grows bucket by bucket (as Redis' dict does), so that no single
 * operation ever moves a million rows. Belongs to the region's loop.
 */
final class KeyTable {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FOLD = 0xa0761d6478bd642fL;
  private static final long FOLD_LAST = 0xe7037ed1a0b428dbL;
  private static final int BUCKETS_MIN = 1 << 10;
  private static final int BUCKETS_MAX = 1 << 28;
  private static final int MOVES_PER_INSERT = 4;
  private static final int EVICTION_STEPS = 64;

  private final long bytesMax;
  private final long seed;
  private KeyState[] buckets = new KeyState[BUCKETS_MIN];
  /** While growing: where rows move to, from bucket 0 up to {@link #moved}. */
  private KeyState[] larger;
  private int moved;
  private int hand;
  private int count;
  private long bytes;
  private long evictions;

  /** @param seed keeps strangers from choosing keys that fall into one bucket */
  KeyTable(long bytesMax, long seed) {
    this.bytesMax = bytesMax;
    this.seed = seed | 1;
  }

  /** Multiply and fold, eight bytes a step, in the manner of wyhash. */
  int hash(byte[] key) {
    long hash = seed ^ key.length;
    int at = 0;
    for (; at + 8 <= key.length; at += 8) hash = fold(hash ^ (long) LONG.get(key, at), FOLD ^ seed);
    long tail = 0;
    for (; at < key.length; at++) tail = tail << 8 | key[at] & 0xFF;
    hash = fold(hash ^ tail, FOLD_LAST ^ seed);
    return (int) (hash ^ hash >>> 32);
  }

  private static long fold(long a, long b) { return a * b ^ Math.unsignedMultiplyHigh(a, b); }

  KeyState find(byte[] key, int hash) {
    for (KeyState state = head(hash); state != null; state = state.next) {
      if (state.hash == hash && Arrays.equals(state.key, key)) {
        state.referenced = true;
        return state;
      }
    }
    return null;
  }

  private KeyState head(int hash) {
    int at = hash & buckets.length - 1;
    return larger != null && at < moved ? larger[hash & larger.length - 1] : buckets[at];
  }

  /** A new row without knowledge; the key must not be in the table. */
  KeyState insert(byte[] key, int hash) {
    KeyState state = new KeyState(key, hash);
    link(state);
    count++;
    bytes += state.sizeBytes();
    if (larger != null) move(MOVES_PER_INSERT);
    else if (count > buckets.length / 2 && buckets.length < BUCKETS_MAX) larger = new KeyState[buckets.length * 2];
    evict();
    return state;
  }

  private void link(KeyState state) {
    int at = state.hash & buckets.length - 1;
    KeyState[] table = larger != null && at < moved ? larger : buckets;
    int slot = state.hash & table.length - 1;
    state.next = table[slot];
    table[slot] = state;
  }

  private void move(int steps) {
    for (int i = 0; i < steps && moved < buckets.length; i++) {
      KeyState state = buckets[moved];
      buckets[moved] = null;
      moved++;
      while (state != null) {
        KeyState next = state.next;
        int slot = state.hash & larger.length - 1;
        state.next = larger[slot];
        larger[slot] = state;
        state = next;
      }
    }
    if (moved == buckets.length) {
      buckets = larger;
      larger = null;
      moved = 0;
      hand = 0;
    }
  }

  /** Called with the change of a row's value length, so that the budget holds. */
  void resized(int deltaBytes) {
    bytes += deltaBytes;
  }

  /** Second chance: a row that was used since the hand passed last time stays once more. */
  private void evict() {
    if (bytes <= bytesMax || larger != null) return;
    for (int step = 0; step < EVICTION_STEPS && bytes > bytesMax; step++) {
      KeyState before = null;
      for (KeyState state = buckets[hand]; state != null; state = state.next) {
        if (state.evictable() && !state.referenced) {
          if (before == null) buckets[hand] = state.next;
          else before.next = state.next;
          count--;
          bytes -= state.sizeBytes();
          evictions++;
        } else {
          state.referenced = false;
          before = state;
        }
      }
      hand = hand + 1 & buckets.length - 1;
    }
  }

  void forEach(Consumer<KeyState> each) {
    for (KeyState[] table : larger == null ? new KeyState[][]{buckets} : new KeyState[][]{buckets, larger}) {
      for (KeyState head : table) for (KeyState state = head; state != null; state = state.next) each.accept(state);
    }
  }

  /** Drops the rows that lie outside, telling the consumer of each; takes a while. */
  void confine(KeyRange range, Consumer<KeyState> dropped) {
    for (KeyState[] table : larger == null ? new KeyState[][]{buckets} : new KeyState[][]{buckets, larger}) {
      for (int i = 0; i < table.length; i++) table[i] = inside(table[i], range, dropped);
    }
  }

  private KeyState inside(KeyState head, KeyRange range, Consumer<KeyState> dropped) {
    KeyState kept = null;
    for (KeyState state = head; state != null;) {
      KeyState next = state.next;
      if (range.contains(state.key)) {
        state.next = kept;
        kept = state;
      } else {
        count--;
        bytes -= state.sizeBytes();
        dropped.accept(state);
      }
      state = next;
    }
    return kept;
  }

  void clear() {
    buckets = new KeyState[BUCKETS_MIN];
    larger = null;
    moved = 0;
    hand = 0;
    count = 0;
    bytes = 0;
  }

  int count() { return count; }

  long sizeBytes() { return bytes; }

  long evictions() { return evictions; }
}
