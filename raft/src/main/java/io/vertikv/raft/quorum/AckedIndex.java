package io.vertikv.raft.quorum;

/** What a peer has acknowledged: a log index, a read round or a send time; primitive so that no hot path boxes. */
@FunctionalInterface
public interface AckedIndex {
  long of(long peer);
}
