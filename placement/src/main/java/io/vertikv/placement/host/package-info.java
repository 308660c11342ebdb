/**
 * The placement driver among stores. {@link io.vertikv.placement.host.PlacementHost} holds it where the placement group is
 * led, {@link io.vertikv.placement.host.PlacementClerk} answers for it, {@link io.vertikv.placement.host.PlacementClient} finds
 * it, and {@link io.vertikv.placement.host.StoreReporter} tells it of each store and of the regions led there, and does what it
 * orders, by {@link io.vertikv.placement.host.RegionReplica}. Bytes: {@link io.vertikv.placement.host.PlacementWire}.
 *
 * <p>All of it on the loop of the group, driven once a second from outside; time comes from that loop. Nothing here decides
 * what should be where.
 */
package io.vertikv.placement.host;
