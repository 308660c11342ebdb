package io.vertikv.store.engine;

/**
 * What an engine tells its store when the store looks at it (RocksEngine: {@code stats()}, once a second) and when a
 * call fails. Called on the caller's thread: must not block, throw, or call the engine.
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

  /** Something may have been flushed: read the flushed applied index with {@link ReadTier#FLUSHED}. */
  void flushed();

  /** Writes have become slower, stopped, or run freely again. */
  void stallChanged(WriteStall stall);

  /** A write, flush or compaction failed, and not for want of room. Told once: nothing good comes from this engine any more. */
  void failed(EngineFailure failure);

  /** How much the engine holds writers back because flushes and compactions lag behind. */
  enum WriteStall {
    NONE, DELAYED, STOPPED
  }
}
