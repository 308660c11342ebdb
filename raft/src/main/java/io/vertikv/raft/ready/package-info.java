/**
 * What a node asks of its host and tells it. Start at {@link io.vertikv.raft.ready.Ready}: it separates by type what
 * may be sent now, what must wait for the disk ({@link io.vertikv.raft.ready.LogAppend}) and what may be applied.
 * {@link io.vertikv.raft.ready.ProposeOutcome} and {@link io.vertikv.raft.ready.ReadOutcome} answer the host's own
 * requests.
 */
package io.vertikv.raft.ready;
