package io.vertikv.store.engine;

/** One state of the engine, held until closed. */
public interface EngineSnapshot extends EngineReader, AutoCloseable {
  @Override
  void close();
}
