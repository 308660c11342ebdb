package io.vertikv.store.engine;

import java.util.List;

/**
 * An ordered key-value engine with families. Promises: a batch is atomic, visible as a whole to every read that starts
 * after {@link #write} returned, and lost as a whole or not at all in a crash; a crash keeps a prefix of the batches
 * (everything before some point in write order, all families alike). Only {@link #flush} moves that point for certain.
 */
public interface Engine extends EngineReader, AutoCloseable {
  EngineSnapshot snapshot();

  /**
   * Applies the batch in order. Blocks while the engine stalls: never on an event loop. The engine on disk puts writers of
   * several threads in some order; the one in memory wants to be written by one thread at a time.
   */
  void write(EngineBatch batch);

  /** Makes everything written so far survive a crash. Blocks. */
  void flush();

  /** What this engine exports and ingests. */
  TableFormat tableFormat();

  /** Throws an {@link EngineFailure} of kind CORRUPTION unless these are tables with keys of this place. Blocks. */
  void examine(FamilyRange place, TableFolder from, List<String> tables);

  /**
   * Adds the entries of exported files to a range that is empty for readers and that nobody else writes. Everything
   * written before is flushed first; what was added survives a crash when this returns. A crash meanwhile leaves all of
   * it or nothing. It has no place in the order of batches: what others write meanwhile may be lost in a crash that
   * keeps it. The files were {@linkplain #examine examined}; they are not changed and may be
   * deleted afterwards. Blocks, for long.
   */
  void ingest(FamilyRange place, TableFolder from, List<String> tables);

  @Override
  void close();
}
