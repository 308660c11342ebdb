/**
 * What the placement group must not forget: stores, settings, rules, the safe point, the line of ids.
 *
 * <p>{@link io.vertikv.placement.cluster.ClusterState} is one immutable value;
 * {@link io.vertikv.placement.cluster.ClusterCommand} is an entry of the group's log that turns one into the next, the
 * same way on every replica, or is refused the same way ({@link io.vertikv.placement.cluster.CommandResult}). Bytes:
 * {@link io.vertikv.placement.cluster.ClusterCommandCodec}, {@link io.vertikv.placement.cluster.ClusterStateCodec}.
 * {@link io.vertikv.placement.cluster.Setting} lists every number that can be changed while running.
 *
 * <p>Nothing here knows time, heartbeats or regions: what is believed of those is soft and lives in topology.
 */
package io.vertikv.placement.cluster;
