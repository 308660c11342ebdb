/**
 * Who takes part. {@link io.vertikv.raft.membership.Membership} is one configuration (joint ones included),
 * {@link io.vertikv.raft.membership.MembershipChange} a request to change it, {@link
 * io.vertikv.raft.membership.MembershipPayload} the log entry that does, with its bytes in {@link
 * io.vertikv.raft.membership.MembershipCodec}. {@link io.vertikv.raft.membership.MembershipLog} follows the log: a
 * membership counts from the moment its entry is appended (Raft §6) and is undone when the entry is cut away.
 */
package io.vertikv.raft.membership;
