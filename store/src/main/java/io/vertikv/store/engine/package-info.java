/**
 * Ordered key-value engines. Read {@link io.vertikv.store.engine.Engine} first, then
 * {@link io.vertikv.store.engine.EngineBatch}. Production: RocksDB without a write-ahead log (the Raft log is the
 * log); tests and the simulator: a sorted map with the same crash rules. Nothing else in VertiKV imports RocksDB.
 */
package io.vertikv.store.engine;
