/**
 * Where and when. {@code tso}: timestamps; {@code ids}: ids of stores, peers and regions; both from one replicated group.
 *
 * <p>The placement driver (docs/placement.md), from the bottom up: {@code rule} (what is demanded), {@code cluster} (what is kept),
 * {@code report} (what is heard), {@code topology} (what is believed), {@code operator} (what is under way), {@code scheduler} (who
 * proposes it), {@code driver} (who asks them in turn), all pure; {@code host} (where the driver lives, and who reports to it).
 * Uses: store. Used by: txn.
 */
package io.vertikv.placement;
