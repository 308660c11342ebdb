/**
 * The mathematics of majorities, and nothing else: {@link io.vertikv.raft.quorum.PeerSet} (who),
 * {@link io.vertikv.raft.quorum.Majority} (more than half), {@link io.vertikv.raft.quorum.JointQuorum} (both halves of
 * a membership change agree), {@link io.vertikv.raft.quorum.VoteTally} (who has answered). Pure and tiny; the tests
 * hold an obvious twin of each. Knows no messages, no log, no time.
 */
package io.vertikv.raft.quorum;
