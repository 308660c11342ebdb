/**
 * How nodes become a cluster, and find each other again. Read {@link io.vertikv.tools.cluster.Formation} first: it takes
 * every decision, and is a value without thread, clock, disk or network. {@link io.vertikv.tools.cluster.Standing} is what
 * it decides about, {@link io.vertikv.tools.cluster.ClusterFile} keeps that on disk, {@link io.vertikv.tools.cluster.ClusterMessage}
 * is what nodes say to each other, {@link io.vertikv.tools.cluster.ClusterNode} is the shell with the thread, and
 * {@link io.vertikv.tools.cluster.ControlPlane} the clustered Vert.x over Hazelcast that carries the messages.
 * {@link io.vertikv.tools.cluster.Directory} is what the rest of the node asks afterwards: who is where.
 * Messages may be lost, doubled, late and out of order, and Hazelcast may split: nothing here relies on it. No data of
 * users passes through here; that has a wire of its own in {@code store.rpc}.
 */
package io.vertikv.tools.cluster;
