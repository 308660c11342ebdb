package io.vertikv.txn.region;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.group.EntryCodec;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.StoredMark;
import io.vertikv.store.raftlog.StoredState;
import io.vertikv.store.region.RegionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a split which the engine forgot in a crash is applied again, and by no other way than by the parent's log.
 *
 * <p>A child takes part in its group, and promises, as soon as it is open, while the split lies in memtables. After a crash the child's log
 * is there and its state is not. The parent's log has the split, since it was written before the child's; but it may not say yet that
 * the split is committed, and a leader that has cut its own log would send a snapshot from after the split. Then nothing would ever
 * make the child's state again, and its log, whose promises must be kept, would forbid that an empty replica takes its place.
 *
 * <p>That the child's log exists proves that the split was committed. So the parent's log is told that before it is opened: it
 * applies the split first, whatever it is sent, and the child is opened on its own log ({@link Delivery}).
 */
public final class ForgottenSplits {
  private static final Logger LOG = LoggerFactory.getLogger(ForgottenSplits.class);

  private ForgottenSplits() {}

  /** Before anything is opened and before the log's writer starts. Blocks. */
  public static void remember(Engine engine, RaftLog log) {
    Set<Long> groups = log.recovery().groups();
    Set<Long> known = RegionRecord.all(engine).keySet();
    Map<Long, Long> committed = new TreeMap<>();
    for (long child : groups) {
      StoredMark begins = log.group(child).mark();
      boolean split = begins.index() > 0 && begins.term() == 0; // as Delivery has a child's log begin
      if (!split || known.contains(child)) continue;
      long index = begins.index();
      for (long parent : groups) {
        if (parent == child || !made(log.group(parent), index, child)) continue;
        LOG.info("region {} split off region {} at entry {}, which is applied again", child, parent, index);
        committed.merge(parent, index, Math::max);
      }
    }
    List<LogOperation> operations = new ArrayList<>();
    committed.forEach((parent, index) -> {
      StoredState state = log.group(parent).state();
      if (state.commit() >= index) return;
      StoredState now = new StoredState(state.term(), state.vote(), index);
      operations.add(new LogOperation.Append(parent, Optional.of(now), List.of()));
    });
    if (operations.isEmpty()) return;
    log.write(operations);
    log.sync();
  }

  private static boolean made(GroupLog parent, long index, long child) {
    if (index < parent.firstIndex() || index > parent.lastIndex()) return false;
    LogEntry entry = EntryCodec.entry(parent.entries(index, index + 1, Long.MAX_VALUE).getFirst());
    if (entry.kind() != EntryKind.COMMAND) return false;
    byte[] command = ((EntryBytes) entry.payload()).bytes().array();
    return RegionSplit.isSplit(command)
        && RegionSplit.decode(command).children().stream().anyMatch(each -> each.region() == child);
  }
}
