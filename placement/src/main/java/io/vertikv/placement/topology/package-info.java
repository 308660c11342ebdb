/**
 * The cluster as it is believed to be: soft state, rebuilt by every new placement leader from heartbeats alone.
 *
 * <p>{@link io.vertikv.placement.topology.RegionTable} (who is believed, what lies where),
 * {@link io.vertikv.placement.topology.RegionEntry} (one region), {@link io.vertikv.placement.topology.StoreTable} and
 * {@link io.vertikv.placement.topology.StoreEntry} (one store, with the sums over its replicas kept up to date by each
 * heartbeat, so that no decision ever counts), {@link io.vertikv.placement.topology.RegionBag} (pick one of a store's regions),
 * {@link io.vertikv.placement.topology.InFlight} (what is under way to and from a store; operators keep it).
 *
 * <p>Nothing is invented here: a range nobody has reported is a gap, and stays one. Nothing here decides anything.
 */
package io.vertikv.placement.topology;
