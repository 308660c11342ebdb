/**
 * The region executor: runs operations at the leader, one after the other, on the region's loop (architecture: rules of
 * the region). Read {@link io.vertikv.txn.region.RegionOperation} (what comes in),
 * {@link io.vertikv.txn.region.RegionFailure} (what may go wrong), {@link io.vertikv.txn.region.RegionExecutor} (who runs it),
 * then its parts: {@code RegionTx} over {@code KeyTable} (what an operation sees), {@code BatchLine} (what becomes of its
 * writes), {@code Parking} (what waits for the disk), {@code DetachedRuns} (what leaves the loop), {@code RegionApplier} (what
 * every replica does).
 */
package io.vertikv.txn.region;
