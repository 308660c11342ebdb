package io.vertikv.raft.ready;

/**
 * {@code peer} needs a snapshot at {@code atLeast} or later. The host sends its bytes, lets the other side step an
 * {@code InstallSnapshot} of {@code term}, and reports the end with {@code reportSnapshot}, however it ends.
 */
public record SnapshotNeed(long peer, long term, long atLeast) {}
