package io.vertikv.store.snapshot;

/** A snapshot that is here, whole and durable, or is offered: what it is and who sent it. */
public record SnapshotArrival(long fromStore, long fromPeer, long toPeer, long raftTerm, SnapshotManifest manifest) {}
