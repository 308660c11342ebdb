/**
 * Who decides what is to be done: each a function of what is known to a proposal, or to a reason why there is none.
 *
 * <p>{@link io.vertikv.placement.scheduler.ClusterView} is all that a decision may look at,
 * {@link io.vertikv.placement.scheduler.Tally} counts the reasons. A {@link io.vertikv.placement.scheduler.Scheduler} looks at
 * stores and picks a region; a {@link io.vertikv.placement.scheduler.RegionCheck} is shown one region after the other. Read
 * {@link io.vertikv.placement.scheduler.ReplicaRepair} with {@link io.vertikv.placement.scheduler.RegionFit} first, then
 * {@link io.vertikv.placement.scheduler.BalanceRegions} with {@link io.vertikv.placement.scheduler.RegionScore}.
 *
 * <p>Nothing here builds steps, keeps operators or knows how proposals are carried out. A decision costs about as much as there
 * are stores, never as much as there are regions.
 */
package io.vertikv.placement.scheduler;
