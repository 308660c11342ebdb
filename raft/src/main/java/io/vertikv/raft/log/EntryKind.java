package io.vertikv.raft.log;

/** COMMAND is the host's; NO_OP opens a leader's term; MEMBERSHIP carries a {@code MembershipPayload}. */
public enum EntryKind {
  COMMAND, NO_OP, MEMBERSHIP
}
