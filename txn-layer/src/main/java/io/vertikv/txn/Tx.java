package io.vertikv.txn;

import io.vertikv.store.bytes.KeyRange;
import java.util.random.RandomGenerator;

/**
 * What a command may do with the keyspace. Commands are synchronous and pure over it: no futures, no clock, no engine.
 * Reads see the earlier writes of the same transaction. Any method may throw
 * {@link io.vertikv.store.engine.NotInMemory}: let it pass; the runner loads what is missing and runs the command again
 * from its start, so a command must not keep state outside of the transaction.
 *
 * <p>Arrays are not copied: neither side may change one after it was handed over.
 */
public interface Tx {
  /** The value, or null when absent. */
  byte[] get(byte[] key);

  void put(byte[] key, byte[] value);

  void delete(byte[] key);

  /**
   * The region's range: what scans, due times, counters and deleted ranges are confined to. Whoever goes through several
   * regions goes on from its end, as of this very transaction. Single keys outside of it cannot be read or written.
   */
  default KeyRange range() {
    return KeyRange.ALL;
  }

  /** Entries of the range in key order (or backwards), as of now, not of later writes of this transaction. Close it. */
  Cursor scan(KeyRange range, Direction direction);

  /** One clock reading for the whole transaction, milliseconds since 1970; never behind an earlier one of the region. */
  long nowMillis();

  /** A number that no other call ever returns for keys of this region; rising. Names a collection's generation. */
  long uniqueId();

  /** Chance, fixed per transaction so that a run can be repeated. */
  RandomGenerator random();

  /**
   * Moves the key's reminder in the region's index of due times: 0 means none. The expiry sweep is told of keys whose
   * time has come; what it does then is the key's owner's business.
   */
  void remind(byte[] key, long oldDueMillis, long newDueMillis);

  /**
   * Reminders due between these times, both included, earliest first: the cursor's key is the reminded key, its value the
   * due time (u64). After {@link #deleteRange} there may be some whose keys are gone; {@link #remind} with that time drops one.
   */
  Cursor due(long fromMillis, long untilMillis);

  /** Adds to one of the region's counters; kept exactly, with the data. */
  void count(int counter, long delta);

  long counter(int counter);

  /** The newest version of the key, for WATCH: compare with {@link Version#commitTs()} once committed. */
  Version version(byte[] key);

  /** Deletes a whole range in constant time; only in an operation that declared itself exclusive. */
  void deleteRange(KeyRange range);

  /** A mark to which {@link #rollbackTo} drops later writes; marks nest. */
  int savepoint();

  void rollbackTo(int savepoint);

  /** Where what is come upon is counted; one that nobody reads, unless a transaction keeps its own. */
  default Tally tally() {
    return new Tally();
  }
}
