package io.vertikv.raft.quorum;

/** Where an election stands. */
public enum VoteResult {
  WON, LOST, PENDING
}
