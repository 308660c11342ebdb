/**
 * The shared Raft log of a store: one append-only sequence of records on disk for all of its Raft groups.
 * Read {@link io.vertikv.store.raftlog.LogOperation} (what a group may ask for), {@link io.vertikv.store.raftlog.LogWriter}
 * (the one thread that writes and syncs for everybody), {@link io.vertikv.store.raftlog.RaftLog} (segments, recovery,
 * space), {@link io.vertikv.store.raftlog.GroupLog} (what a group reads back), then the bytes:
 * {@link io.vertikv.store.raftlog.SegmentHeader}, {@link io.vertikv.store.raftlog.RecordEncoder},
 * {@link io.vertikv.store.raftlog.RecordCursor}; and what a crash leaves: {@link io.vertikv.store.raftlog.LogRecovery}.
 * The disk is a port, {@link io.vertikv.store.raftlog.LogDevice}. Nothing here knows the Raft algorithm or what a
 * payload means. Uses: bytes, loop.
 */
package io.vertikv.store.raftlog;
