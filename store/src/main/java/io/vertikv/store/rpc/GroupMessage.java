package io.vertikv.store.rpc;

import io.vertikv.raft.message.RaftMessage;

/**
 * A Raft message on its way between two stores.
 *
 * @param group the Raft group that it belongs to; for a region, the region's id
 * @param toPeer the replica that it is for; the sender stands in the message
 */
public record GroupMessage(long group, long toPeer, RaftMessage message) {}
