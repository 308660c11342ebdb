/**
 * How an operation gets to the leader of its region, wherever that is, and its outcome back: once, in order, within a
 * deadline. {@link io.vertikv.txn.route.PortableOperation} is what can travel, {@link io.vertikv.txn.route.OperationReader}
 * makes it runnable on the other side. Nothing here knows Redis.
 */
package io.vertikv.txn.route;
