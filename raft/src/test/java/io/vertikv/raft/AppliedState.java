package io.vertikv.raft;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.message.SnapshotMark;
import java.util.ArrayList;
import java.util.List;

/**
 * A state machine with a memory: what it was told, in order, and the versions to which a crash takes it back.
 * Immutable.
 */
record AppliedState(LogMark last, Membership membership, List<String> commands) {
  static AppliedState initial(Membership membership) { return new AppliedState(LogMark.ZERO, membership, List.of()); }

  AppliedState apply(LogEntry entry) {
    if (entry.index() != last.index() + 1) throw new AssertionError("applied " + entry.index() + " after " + last);
    Membership members = entry.payload() instanceof MembershipPayload change ? change.membership() : membership;
    List<String> told = commands;
    if (entry.kind() == EntryKind.COMMAND) {
      told = new ArrayList<>(commands);
      told.add(((Command) entry.payload()).text());
    }
    return new AppliedState(new LogMark(entry.index(), entry.term()), members, told);
  }

  SnapshotMark mark() { return new SnapshotMark(last, membership); }
}
