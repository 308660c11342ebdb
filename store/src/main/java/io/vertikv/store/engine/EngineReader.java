package io.vertikv.store.engine;

import io.vertikv.store.bytes.KeyRange;

/** Reads of one state of the engine. Thread-safe; with {@link ReadTier#MEMORY} it may be used on an event loop. */
public interface EngineReader {
  /** The value, owned by the caller, or null when absent. */
  byte[] get(Family family, byte[] key, ReadTier tier);

  /** A cursor over the range, before its first entry; reads one consistent state; close it. */
  EngineCursor cursor(Family family, KeyRange range, ReadTier tier);
}
