package io.vertikv.resp.type;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import io.vertikv.txn.Version;
import java.util.random.RandomGenerator;

/** Counts the records that are read by key, and refuses to scan. */
record CountingTx(Tx below, int[] reads) implements Tx {
  @Override
  public byte[] get(byte[] key) {
    reads[0]++;
    return below.get(key);
  }

  @Override
  public Cursor scan(KeyRange range, Direction direction) { throw new AssertionError("a scan"); }

  @Override
  public void put(byte[] key, byte[] value) { below.put(key, value); }

  @Override
  public void delete(byte[] key) { below.delete(key); }

  @Override
  public long nowMillis() { return below.nowMillis(); }

  @Override
  public long uniqueId() { return below.uniqueId(); }

  @Override
  public RandomGenerator random() { return below.random(); }

  @Override
  public void remind(byte[] key, long oldDueMillis, long newDueMillis) {
    below.remind(key, oldDueMillis, newDueMillis);
  }

  @Override
  public Cursor due(long fromMillis, long untilMillis) { return below.due(fromMillis, untilMillis); }

  @Override
  public void count(int counter, long delta) { below.count(counter, delta); }

  @Override
  public long counter(int counter) { return below.counter(counter); }

  @Override
  public Version version(byte[] key) { return below.version(key); }

  @Override
  public void deleteRange(KeyRange range) { below.deleteRange(range); }

  @Override
  public int savepoint() { return below.savepoint(); }

  @Override
  public void rollbackTo(int savepoint) { below.rollbackTo(savepoint); }
}
