package io.vertikv.raft;

import io.vertikv.raft.log.HardState;
import io.vertikv.raft.log.LogReader;
import io.vertikv.raft.membership.Membership;

/**
 * What a host found on its disk, or decides for a new group. A host that finds the hard state of a peer which was not
 * yet initialised (created by a message) must pass it on when a split or snapshot initialises that peer: its vote
 * counts.
 *
 * @param membership as of {@code appliedIndex}; later ones are read from the log
 * @param appliedIndex what the state machine holds durably; not above the log's end
 */
public record RestoredState(HardState hardState, Membership membership, long appliedIndex, LogReader log) {}
