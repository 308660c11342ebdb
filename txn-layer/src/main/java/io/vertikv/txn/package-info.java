/**
 * Isolation. {@link io.vertikv.txn.Tx} is what a command may do with the keyspace; {@code mvcc} stores versions,
 * {@code region} executes commands at a region's leader (rules R1 to R10). Nothing here knows Redis.
 * Uses: placement (timestamps), store. Used by: resp.
 */
package io.vertikv.txn;
