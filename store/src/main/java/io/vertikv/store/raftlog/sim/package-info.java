/**
 * A disk for the Raft log that lives in memory and forgets what was not synced
 * ({@link io.vertikv.store.raftlog.sim.SimLogDevice}): for the simulator and for tests that cut the power. No threads, no
 * clock, chance only from the generator that it is given.
 */
package io.vertikv.store.raftlog.sim;
