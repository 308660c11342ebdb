/**
 * Where and when. {@code tso}: timestamps; {@code ids}: ids of stores, peers and regions; both from one replicated group.
 * Regions, stores and schedulers come with the cluster. Uses: store. Used by: txn.
 */
package io.vertikv.placement;
