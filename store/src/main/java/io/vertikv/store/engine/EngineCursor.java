package io.vertikv.store.engine;

/**
 * A position in a key range. Every move returns false when there is no such entry inside the range. Moves throw
 * {@link NotInMemory} when the tier forbids what they need. After a move that returned false or threw, only seeks lead
 * anywhere; before the first move, next goes to the first entry. One thread; must be closed.
 */
public interface EngineCursor extends AutoCloseable {
  /** To the first entry with a key at or after this one. */
  boolean seek(byte[] key);

  /** To the last entry with a key at or before this one. */
  boolean seekBack(byte[] key);

  boolean next();

  boolean previous();

  /** The entry's key and value; owned by the caller; valid only after a move that returned true. */
  byte[] key();

  byte[] value();

  @Override
  void close();
}
