package io.vertikv.placement.tso;

import io.vertikv.raft.log.Payload;
import io.vertikv.raft.ready.ProposeOutcome;

/** What the oracle needs of its Raft group's replica on this store. Tests script it. */
interface OracleReplica {
  /** At this instant nobody else can lead. */
  boolean leaseValid();

  /** 0 when it is not known. */
  long leaderStore();

  /** Takes the payload into the log and sends it on its way; it is never applied within this call. */
  ProposeOutcome propose(Payload payload);

  void applied(long index);

  /** Asks the others whether this replica still leads, and runs the task when they have said so: its lease is valid then. */
  void confirm(Runnable confirmed);

  void tick();

  /** False while the group sleeps. */
  boolean wantsTicks();
}
