/**
 * The region executor: runs operations at the leader, one after the other, on the region's loop (architecture: rules of
 * the region). Read {@link io.vertikv.txn.region.RegionOperation} (what comes in),
 * {@link io.vertikv.txn.region.RegionFailure} (what may go wrong), {@link io.vertikv.txn.region.RegionExecutor} (a replica),
 * then its parts: {@code OperationRunner} (the inbox), {@code RegionTx} over {@code KeyTable} (what an operation sees),
 * {@code BatchLine} (what becomes of its writes), {@code ProvenReads} (when a read may be told), {@code Parking} (what waits
 * for the disk), {@code DetachedRuns} and {@code AloneRun} (what leaves the loop), {@code Handover} (leadership goes elsewhere),
 * {@code RegionApplier} (what every replica does).
 *
 * <p>Several regions: {@code RegionBounds} (what is in this one), {@code RegionSplit} (the entry), {@code SplitFence} (at the
 * leader), {@code SplitEffects} (at every replica), {@code Delivery} (the children are opened), and
 * {@link io.vertikv.txn.region.RegionHost} (all of a store). Replicas are made where a leader wants them
 * ({@link io.vertikv.txn.region.EmptyReplicas}) and destroyed where their peer has left ({@link io.vertikv.txn.region.ReplicaBurial}).
 *
 * <p>What is done once although it is asked for twice: {@link io.vertikv.txn.region.RequestId}, {@code RequestWindow} (what
 * is remembered, a function of the log), {@code RequestMemory} (what is known of a request). Reads of followers:
 * {@code HereReads}. Snapshots: {@link io.vertikv.txn.region.RegionSnapshotSource} and
 * {@link io.vertikv.txn.region.RegionMemory}. Nothing here knows Redis, or how an operation found its region.
 */
package io.vertikv.txn.region;
