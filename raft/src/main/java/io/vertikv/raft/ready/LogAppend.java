package io.vertikv.raft.ready;

import io.vertikv.raft.log.AppendAck;
import io.vertikv.raft.log.HardState;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.message.Envelope;
import java.util.List;

/**
 * Cut the log from {@code truncateFrom} (0: do not), write entries and hard state, make all of it durable, only then
 * send {@code sendAfterSync} and give {@code ack} back to the node. Several may be under way; they must become durable
 * in the order given, and as a whole or from the front: the hard state is written last. An append without entries
 * still is a write, or at least a barrier behind the earlier ones.
 */
public record LogAppend(HardState hardState, long truncateFrom, List<LogEntry> entries, List<Envelope> sendAfterSync,
    AppendAck ack) {}
