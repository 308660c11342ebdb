/**
 * Raft groups on event loops: the host of the pure core. {@link io.vertikv.store.group.RaftGroup} drains what a node asks
 * for; {@link io.vertikv.store.group.GroupListener} is what a replicated state machine hears;
 * {@link io.vertikv.store.group.ApplyWorker} writes committed entries to the engine, off the loop. Uses: raft, raftlog,
 * engine, loop. Knows nothing of what entries mean.
 */
package io.vertikv.store.group;
