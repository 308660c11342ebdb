package io.vertikv.txn.mvcc;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;

/** The newest versions of a range's keys. */
public final class MvccCursor implements Cursor {
  /** No key begins with two bytes FF: the first byte of a key space is a tag. */
  private static final byte[] BEHIND_ALL = {(byte) 0xFF, (byte) 0xFF};

  private final EngineCursor records;
  private final Direction direction;
  private final byte[] start;
  private boolean started;

  public MvccCursor(EngineReader reader, KeyRange range, Direction direction, ReadTier tier) {
    this.direction = direction;
    this.start = direction == Direction.FORWARD ? range.start() : range.unbounded() ? BEHIND_ALL : range.end();
    this.records = reader.cursor(Family.WRITE, range, tier);
  }

  @Override
  public boolean next() {
    if (started) return direction == Direction.FORWARD ? records.next() : records.previous();
    started = true;
    return direction == Direction.FORWARD ? records.seek(start) : records.seekBack(start);
  }

  @Override
  public byte[] key() { return records.key(); }

  @Override
  public byte[] value() { return CommitRecord.value(records.value()); }

  @Override
  public void close() { records.close(); }
}
