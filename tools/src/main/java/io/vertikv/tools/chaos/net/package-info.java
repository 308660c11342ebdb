/**
 * The network between the nodes of a chaos test: a {@link io.vertikv.tools.chaos.net.FaultProxy} in front of each node's
 * port for other nodes, and {@link io.vertikv.tools.chaos.net.Links}, which says what may pass between which two. A proxy
 * reads no more of the protocol than the greetings ({@link io.vertikv.tools.chaos.net.Greeting}), to know who is talking.
 * Sockets block, each direction has a thread of its own; nothing here knows processes, clients or seeds.
 */
package io.vertikv.tools.chaos.net;
