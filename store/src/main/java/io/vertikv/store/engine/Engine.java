package io.vertikv.store.engine;

/**
 * An ordered key-value engine with families. Promises: a batch is atomic, visible as a whole to every read that starts
 * after {@link #write} returned, and lost as a whole or not at all in a crash; a crash keeps a prefix of the batches
 * (everything before some point in write order, all families alike). Only {@link #flush} moves that point for certain.
 */
public interface Engine extends EngineReader, AutoCloseable {
  EngineSnapshot snapshot();

  /** Applies the batch in order. Blocks while the engine stalls: never on an event loop. One writer at a time. */
  void write(EngineBatch batch);

  /** Makes everything written so far survive a crash. Blocks. */
  void flush();

  @Override
  void close();
}
