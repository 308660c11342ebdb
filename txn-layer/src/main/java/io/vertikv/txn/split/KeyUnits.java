package io.vertikv.txn.split;

/** What must stay together when a region is cut, although it is many keys. Any thread. */
public interface KeyUnits {
  /** The least key of the unit that this key is part of: cut there, and the unit stays whole. */
  byte[] startOf(byte[] key);

  /**
   * A better place than the start of a unit, with nothing between the two; null: there is none.
   *
   * @param before any key of the unit before it
   * @param start  of the unit
   */
  byte[] borderBetween(byte[] before, byte[] start);
}
