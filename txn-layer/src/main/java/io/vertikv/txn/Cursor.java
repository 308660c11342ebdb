package io.vertikv.txn;

/** A walk over a range; before the first entry at the start. Close it. */
public interface Cursor extends AutoCloseable {
  boolean next();

  byte[] key();

  byte[] value();

  @Override
  void close();
}
