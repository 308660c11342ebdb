/**
 * How an operation gets to the leader of its region, wherever that is, and its outcome back: once, in order, within a
 * deadline. {@link io.vertikv.txn.route.PortableOperation} is what can travel, {@link io.vertikv.txn.route.OperationReader}
 * makes it runnable on the other side. Nothing here knows Redis.
 *
 * <p>Read {@link io.vertikv.txn.route.RoutedGateway} (a front-end loop's door to one region), then {@code Errand} (an operation
 * on its way), {@code Course} (who leads), {@code LocalRoad} and {@code AwayRoad} (to the replica of this process, to other
 * stores), {@code Ask} and {@code Told} (the bytes between stores), {@link io.vertikv.txn.route.OperationServer} and
 * {@code StreamOrder} (the leader's side), {@code ReplicaReads} (what does not go to the leader).
 *
 * <p>Several regions: {@link io.vertikv.txn.route.RouteCache} (where they are), {@link io.vertikv.txn.route.RegionRouter} (the
 * door to all of them), {@link io.vertikv.txn.route.OperationDesk} (the leaders' side).
 */
package io.vertikv.txn.route;
