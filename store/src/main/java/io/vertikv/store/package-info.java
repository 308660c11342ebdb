/**
 * The store: disk and peers. {@code bytes} (byte tools), {@code engine} (ordered key-value engines), {@code raftlog}
 * (the shared Raft log on disk), {@code loop} (event loops as a port), {@code group} (Raft groups on loops).
 * Nothing here knows transactions or Redis. Uses: raft. Used by: placement, txn.
 */
package io.vertikv.store;
