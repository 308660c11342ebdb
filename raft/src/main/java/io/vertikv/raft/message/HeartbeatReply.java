package io.vertikv.raft.message;

/** Echoes the round and the leader's own clock. */
public record HeartbeatReply(long from, long term, long readRound, long sentNanos) implements RaftMessage {}
