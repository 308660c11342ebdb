package io.vertikv.raft;

import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRejected;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.HeartbeatReply;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.Quiesce;
import io.vertikv.raft.message.ReadIndexReply;
import io.vertikv.raft.message.ReadIndexRequest;
import io.vertikv.raft.message.TimeoutNow;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.WakeUp;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.RoleName;

/**
 * What a replica does in one role. The term gate has seen every message before: it is of the current term (or a
 * pre-vote). A role overrides what concerns it; what it leaves out is late mail for a role that this replica no longer
 * has, and is dropped on purpose.
 */
sealed interface Role permits Follower, PreCandidate, Candidate, Leader {
  RoleName name();

  void onTick(long patienceNanos);

  ProposeOutcome propose(Payload payload);

  ProposeOutcome proposeMembership(MembershipChange change);

  void readIndex(ReadContext context);

  /** Another role follows; whoever waits here is told. */
  default void retire() {}

  /** The host wants an election as soon as promises allow. */
  default void campaign() {}

  /** Asleep: ticks mean nothing until something happens. */
  default boolean isQuiesced() { return false; }

  default void wake() {}

  /** More of our own log is durable. */
  default void onStable() {}

  /** Right before a hand-out: turn what has changed into messages. */
  default void flush() {}

  default boolean wantsFlush() { return false; }

  default void on(PreVoteReply reply) {}

  default void on(VoteReply reply) {}

  default void on(AppendRequest request) {}

  default void on(AppendAccepted reply) {}

  default void on(AppendRejected reply) {}

  default void on(Heartbeat heartbeat) {}

  default void on(HeartbeatReply reply) {}

  default void on(InstallSnapshot install) {}

  default void on(TimeoutNow request) {}

  default void on(ReadIndexRequest request) {}

  default void on(ReadIndexReply reply) {}

  default void on(Quiesce quiesce) {}

  default void on(WakeUp wakeUp) {}
}
