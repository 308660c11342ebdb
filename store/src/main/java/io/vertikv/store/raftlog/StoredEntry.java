package io.vertikv.store.raftlog;

import io.vertikv.store.bytes.Bytes;

/** One entry of a group's log as the disk keeps it. The kind is the owner's; the log only carries it. */
public record StoredEntry(long index, long term, byte kind, Bytes payload) {}
