package io.vertikv.raft.message;

/** Reads of the batch see everything up to {@code index}. */
public record ReadIndexReply(long from, long term, long batch, long index) implements RaftMessage {
  @Override
  public boolean isFromLeader() { return true; }
}
