/**
 * The region executor: runs operations at the leader, one after the other, on the region's loop (architecture: rules of
 * the region). Read {@link io.vertikv.txn.region.RegionOperation} (what comes in),
 * {@link io.vertikv.txn.region.RegionFailure} (what may go wrong).
 */
package io.vertikv.txn.region;
