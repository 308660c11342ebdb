package io.vertikv.txn.mvcc;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;

/**
 * The newest versions of a range's keys, deleted ones left out. Older versions lie behind newer ones: a short run of them
 * is stepped over, a long one is jumped.
 */
public final class MvccCursor implements Cursor {
  private static final int STEPS_BEFORE_SEEK = 8;

  /** No escaped key begins with two bytes FF: the first byte of a key space is a tag. */
  private static final byte[] BEHIND_ALL = {(byte) 0xFF, (byte) 0xFF};

  private final EngineReader reader;
  private final EngineCursor versions;
  private final ReadTier tier;
  private final Direction direction;
  private final byte[] start;
  private boolean started;
  /** Where the engine's cursor stands; null behind the end. */
  private byte[] position;
  /** The commit record there. */
  private byte[] record;
  private byte[] key;
  private byte[] value;

  public MvccCursor(EngineReader reader, KeyRange range, Direction direction, ReadTier tier) {
    KeyRange physical = MvccKeys.versionsOf(range);
    this.reader = reader;
    this.tier = tier;
    this.direction = direction;
    this.start = direction == Direction.FORWARD ? physical.start() : physical.unbounded() ? BEHIND_ALL : physical.end();
    this.versions = reader.cursor(Family.WRITE, physical, tier);
  }

  @Override
  public boolean next() {
    if (!started) {
      started = true;
      move(direction == Direction.FORWARD ? versions.seek(start) : versions.seekBack(start));
    }
    while (position != null) {
      byte[] newest = direction == Direction.FORWARD ? position : newestGoingBack();
      byte[] found = MvccReader.value(reader, newest, record, tier);
      if (direction == Direction.FORWARD) skipOlder(newest);
      if (found != null) {
        key = MvccKeys.keyOf(newest);
        value = found;
        return true;
      }
    }
    return false;
  }

  /** Remembers where the engine's cursor stands, and its record, before it moves on. */
  private void move(boolean valid) {
    position = valid ? versions.key() : null;
    if (valid && direction == Direction.FORWARD) record = versions.value();
  }

  private void skipOlder(byte[] newest) {
    for (int i = 0; i < STEPS_BEFORE_SEEK; i++) {
      if (!versions.next()) {
        position = null;
        return;
      }
      byte[] next = versions.key();
      if (!MvccKeys.sameKey(newest, next)) {
        move(true);
        return;
      }
    }
    move(versions.seek(MvccKeys.endOfVersions(newest)));
  }

  /** Backwards a key's oldest version comes first: goes on to its newest, and one step beyond. */
  private byte[] newestGoingBack() {
    byte[] newest = position;
    record = versions.value();
    while (true) {
      if (!versions.previous()) {
        position = null;
        return newest;
      }
      position = versions.key();
      if (!MvccKeys.sameKey(newest, position)) return newest;
      newest = position;
      record = versions.value();
    }
  }

  @Override
  public byte[] key() { return key; }

  @Override
  public byte[] value() { return value; }

  @Override
  public void close() { versions.close(); }
}
