/**
 * Versions of keys on the engine. {@link io.vertikv.txn.mvcc.CommitRecord} (a version),
 * {@link io.vertikv.txn.mvcc.HistoryKeys} (where those lie that were replaced), {@link io.vertikv.txn.mvcc.MvccReader} (a
 * key's newest version, or that of a moment), {@link io.vertikv.txn.mvcc.MvccCursor} (newest versions of a range) and
 * {@link io.vertikv.txn.mvcc.HistoryCollector}. Nothing here runs transactions.
 */
package io.vertikv.txn.mvcc;
