package io.vertikv.store.group;

import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.StoredMark;
import io.vertikv.store.raftlog.StoredState;
import java.util.List;

/**
 * Makes a group's log fit its engine again, before the group is opened. The engine may be ahead for two reasons: the power
 * went after a snapshot was in the engine and before the log was reset; or it took log entries that were not synced (sync
 * = interval or never) and that the engine had flushed. Either way the engine holds committed state, and the log goes on
 * behind it. Blocks.
 */
public final class LogAdoption {
  private LogAdoption() {}

  /** True when the log had to be reset. Before the log's writer starts. */
  public static boolean adopt(RaftLog log, long group, long appliedIndex, long appliedTerm) {
    GroupLog stored = log.group(group);
    boolean fits = appliedIndex < stored.firstIndex() - 1 || stored.term(appliedIndex) == appliedTerm;
    if (appliedIndex == 0 || fits) return false;
    StoredState before = stored.state();
    boolean newer = appliedTerm > before.term();
    StoredState state = new StoredState(newer ? appliedTerm : before.term(), newer ? 0 : before.vote(),
        Math.max(before.commit(), appliedIndex));
    log.write(List.of(new LogOperation.Reset(group, state, new StoredMark(appliedIndex, appliedTerm))));
    log.sync();
    return true;
  }
}
