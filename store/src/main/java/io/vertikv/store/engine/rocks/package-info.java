/**
 * The engine on disk: RocksDB without a write-ahead log, behind {@link io.vertikv.store.engine.Engine}. Read
 * {@link io.vertikv.store.engine.rocks.RocksEngine} (what it promises and who closes what), then
 * {@link io.vertikv.store.engine.rocks.RocksOptions} (every setting with its reason),
 * {@link io.vertikv.store.engine.rocks.RocksReads} and {@link io.vertikv.store.engine.rocks.RocksCursor} (the read
 * path), {@link io.vertikv.store.engine.rocks.Gate} (why a late caller gets an exception and not a dead JVM). The only
 * package of VertiKV that imports {@code org.rocksdb}; nothing here knows what keys mean.
 */
package io.vertikv.store.engine.rocks;
