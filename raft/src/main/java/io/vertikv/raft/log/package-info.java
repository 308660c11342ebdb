/**
 * The log as the algorithm sees it. Values: {@link io.vertikv.raft.log.LogEntry}, {@link io.vertikv.raft.log.LogMark},
 * {@link io.vertikv.raft.log.HardState}. The port to the host's disk: {@link io.vertikv.raft.log.LogReader}. The view:
 * {@link io.vertikv.raft.log.RaftLog}, which keeps only entries that were not yet handed to the host, the runs of terms
 * ({@link io.vertikv.raft.log.TermRuns}) and the book of appends under way ({@link
 * io.vertikv.raft.log.PendingAppends}). Knows no messages, roles or time.
 */
package io.vertikv.raft.log;
