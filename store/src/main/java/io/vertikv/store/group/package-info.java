/**
 * Raft groups on event loops: the host of the pure core. {@link io.vertikv.store.group.RaftGroup} drains what a node asks
 * for, with {@link io.vertikv.store.group.LogFeed} towards the disk, {@link io.vertikv.store.group.GroupWire} towards other
 * stores and {@link io.vertikv.store.group.ApplyFeed} towards the state machine, which hears of it as a
 * {@link io.vertikv.store.group.GroupListener}; {@link io.vertikv.store.group.ApplyWorker} writes committed entries to the
 * engine, off the loop. {@link io.vertikv.store.group.LoopGroups} is what other stores see of a loop. Peers come by {@link io.vertikv.store.group.NewPeers}
 * and go by {@link io.vertikv.store.group.DepartureNotices}; {@link io.vertikv.store.group.Tombstones} say who never comes back. Uses:
 * raft, raftlog, engine, loop, rpc. Knows nothing of what entries mean.
 */
package io.vertikv.store.group;
