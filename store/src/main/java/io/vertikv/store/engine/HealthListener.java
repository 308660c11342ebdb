package io.vertikv.store.engine;

/**
 * What an engine tells its store on its own. Called on the engine's threads, or inside a failing call: must not
 * block, throw, or call the engine; hand over to a loop and return.
 */
public interface HealthListener {
  /** Hears nothing; for tests and tools that look at the outcome of each call. */
  HealthListener DEAF = new HealthListener() {
    @Override
    public void flushed() {}

    @Override
    public void stallChanged(WriteStall stall) {}

    @Override
    public void failed(EngineFailure failure) {}
  };

  /** A family has been flushed; read the flushed applied index with {@link ReadTier#FLUSHED} soon. */
  void flushed();

  /** Writes have become slower, stopped, or run freely again. */
  void stallChanged(WriteStall stall);

  /** A write, flush or compaction failed. Told once: nothing good comes from this engine any more. */
  void failed(EngineFailure failure);

  /** How much the engine holds writers back because flushes and compactions lag behind. */
  enum WriteStall {
    NONE, DELAYED, STOPPED
  }
}
