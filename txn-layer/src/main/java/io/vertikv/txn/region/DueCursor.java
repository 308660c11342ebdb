package io.vertikv.txn.region;

import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;

/** Reminders of a region that are due, earliest first, as far as they are applied. */
final class DueCursor implements Cursor {
  private static final byte[] NOTHING = new byte[0];

  private final EngineCursor reminders;
  private final KeyRange range;
  private boolean started;

  DueCursor(EngineReader engine, long region, long untilMillis, ReadTier tier) {
    range = RegionKeys.due(region, untilMillis);
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
  public byte[] value() { return NOTHING; }

  @Override
  public void close() { reminders.close(); }
}
