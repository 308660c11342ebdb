package io.vertikv.raft.message;

import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.Membership;

/** What a snapshot stands for: the state after {@code last}, and who took part then. */
public record SnapshotMark(LogMark last, Membership membership) {}
