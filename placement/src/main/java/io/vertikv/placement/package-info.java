/**
 * Where and when. {@code tso}: timestamps. Regions, stores and schedulers come with the cluster. Uses: store. Used by:
 * txn.
 */
package io.vertikv.placement;
