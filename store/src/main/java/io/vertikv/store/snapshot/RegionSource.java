package io.vertikv.store.snapshot;

import io.vertikv.store.engine.EngineReader;

/** Knows where a region's records lie in the engine. Called on a worker. */
public interface RegionSource {
  /** The region as this state of the engine has it: applied index, descriptor and data are those of one moment. */
  RegionPoint describe(EngineReader state);
}
