package io.vertikv.raft.ready;

/** The host's name for a waiting read; comes back in its {@link ReadOutcome}. */
public interface ReadContext {}
