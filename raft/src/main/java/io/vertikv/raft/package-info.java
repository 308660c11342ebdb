/**
 * The Raft algorithm as a pure state machine: it takes ticks and messages and hands out what it wants done. No thread,
 * clock, disk or socket; JDK only.
 *
 * <p>
 * Read {@link io.vertikv.raft.RaftNode} (the whole interface), {@link io.vertikv.raft.ready.Ready} (what it asks of its
 * host), then behind the door: {@code TermGate} (who is heard), {@code Transitions} (who becomes what), the roles
 * {@code Follower}, {@code PreCandidate}, {@code Candidate}, {@code Leader}, and {@code Safety} (the rules whose
 * violation loses data, each in one line). What the leader needs is beside it: {@code Replicator}, {@code
 * LeaderReads}, {@code Lease}, {@code LeaderTransfer}. The algorithm as implemented, with its departures from the
 * paper, is in docs/raft.md.
 *
 * <p>
 * Nothing here knows regions, keys, bytes on a wire or files. "Paper" means Ongaro and Ousterhout, "In Search of an
 * Understandable Consensus Algorithm" (extended version); "dissertation" means Ongaro's, 2014.
 */
package io.vertikv.raft;
