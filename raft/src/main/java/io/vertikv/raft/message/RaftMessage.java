package io.vertikv.raft.message;

/** A message of one group. {@code term} is the sender's current term (the wanted one in pre-votes). */
public sealed interface RaftMessage
    permits AppendAccepted, AppendRejected, AppendRequest, Heartbeat, HeartbeatReply, InstallSnapshot,
    PreVoteReply, PreVoteRequest, Quiesce, ReadIndexReply, ReadIndexRequest, StaleTerm, TimeoutNow, VoteReply,
    VoteRequest, WakeUp {
  long from();

  long term();

  /** True for what only the leader of the term sends: to receive it is to know the leader. */
  default boolean isFromLeader() {
    return false;
  }
}
