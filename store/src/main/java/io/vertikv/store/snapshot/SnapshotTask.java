package io.vertikv.store.snapshot;

/**
 * A replica that needs a snapshot, and what to send it. Raft's {@code SnapshotNeed}, with addresses.
 *
 * @param raftTerm the leader's term at the need; a receiver prefers the later one
 * @param atLeast the state must be this far: a replica that has applied less fails the task
 */
public record SnapshotTask(long region, long raftTerm, long fromPeer, long toStore, long toPeer, long atLeast,
    RegionSource source) {
}
