package io.vertikv.txn.region;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;

import io.vertikv.txn.Cursor;

/** Reminders of a region that are due, earliest first, as far as they are applied. */
final class DueCursor implements Cursor {
  private final EngineCursor reminders;
  private final KeyRange range;
  private boolean started;

  DueCursor(EngineReader engine, long region, long fromMillis, long untilMillis, ReadTier tier) {
    range = RegionKeys.due(region, fromMillis, untilMillis);
    reminders = engine.cursor(Family.TTL, range, tier);
  }

  @Override
  public boolean next() {
    if (started) return reminders.next();
    started = true;
    return reminders.seek(range.start());
  }

  @Override
  public byte[] key() { return RegionKeys.reminded(reminders.key()); }

  /** The due time, milliseconds, eight bytes. */
  @Override
  public byte[] value() { return new ByteWriter(8).u64(RegionKeys.dueMillis(reminders.key())).toByteArray(); }

  @Override
  public void close() { reminders.close(); }
}
