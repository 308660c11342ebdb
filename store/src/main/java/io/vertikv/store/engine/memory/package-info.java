/**
 * An engine in the heap, for tests and the simulator: {@link io.vertikv.store.engine.memory.MemoryEngine} over an
 * immutable sorted map ({@link io.vertikv.store.engine.memory.SortedTree}), so that a snapshot is a reference and a
 * crash is a step back in a list of states. Same promises as the engine on disk, and the same refusals: cold keys throw
 * {@link io.vertikv.store.engine.NotInMemory}, misuse of deleteOnce is an error instead of a riddle. No threads, no
 * clock, nothing random of its own.
 */
package io.vertikv.store.engine.memory;
