/**
 * Where the replicas of a key range have to be. {@link io.vertikv.placement.rule.StoreLabels} (where a store stands),
 * {@link io.vertikv.placement.rule.Demand} (so many replicas of this role on such stores),
 * {@link io.vertikv.placement.rule.PlacementRule} (the demands of a key range), {@link io.vertikv.placement.rule.RuleBook}
 * (all of them, and which one holds for a region), {@link io.vertikv.placement.rule.Isolation} (how far apart stores are),
 * {@link io.vertikv.placement.rule.RuleCodec} (their bytes).
 *
 * <p>Values only: nothing here knows regions, heartbeats or operators. Used by: cluster, scheduler.
 */
package io.vertikv.placement.rule;
