/**
 * Versions of keys on the engine. {@link io.vertikv.txn.mvcc.MvccKeys} (where a version lies),
 * {@link io.vertikv.txn.mvcc.CommitRecord} (what stands there), {@link io.vertikv.txn.mvcc.MvccReader} (newest version of
 * a key) and {@link io.vertikv.txn.mvcc.MvccCursor} (newest versions of a range). Nothing here runs transactions.
 */
package io.vertikv.txn.mvcc;
