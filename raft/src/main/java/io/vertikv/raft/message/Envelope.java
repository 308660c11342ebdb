package io.vertikv.raft.message;

/** A message and its addressee. */
public record Envelope(long to, RaftMessage message) {}
