package io.vertikv.raft.ready;

import io.vertikv.raft.log.IndexRange;
import io.vertikv.raft.message.Envelope;
import io.vertikv.raft.message.SnapshotMark;
import java.util.List;
import java.util.Optional;

/**
 * The obligations that a node hands to its host. Taking a Ready is accepting them: the node counts them as done and
 * does not repeat them.
 *
 * @param sendNow messages that may leave at once; any of them may be lost
 * @param append what to write, and what may be sent only after it is durable
 * @param committed entries to apply, in order; durable here as well as committed. Report progress with {@code
 *        onApplied}
 * @param commitIndex committed by a quorum: replies that waited for these entries may leave. May run ahead of
 *        {@code committed} when this disk is slower than the others
 * @param reads answers to {@code readIndex}
 * @param softState role, leader and term, when one of them changed
 * @param snapshotsNeeded peers whose next entry is no longer in the log
 * @param restore replace log and state by this snapshot, after the append of this Ready and every one before
 *        it, then report with {@code onSnapshotRestored}
 */
public record Ready(List<Envelope> sendNow, Optional<LogAppend> append, IndexRange committed, long commitIndex,
    List<ReadOutcome> reads,
    Optional<SoftState> softState, List<SnapshotNeed> snapshotsNeeded, Optional<SnapshotMark> restore) {}
