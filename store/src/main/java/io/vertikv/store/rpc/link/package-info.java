/**
 * The logic of links between stores, on a {@link io.vertikv.store.loop.Loop} and behind two ports,
 * {@link io.vertikv.store.rpc.link.Connection} and {@link io.vertikv.store.rpc.link.Dialer}: so it runs over sockets and in
 * a simulator alike. Reading order: {@link io.vertikv.store.rpc.link.LoopTransport} (one loop's end of the wire), {@code
 * OutgoingLink} (dials, greets, asks, dials again), {@code IncomingLink} (judges greetings, sorts what arrives by loop),
 * {@code FrameReader} and {@code FrameWriter}, {@code RequestTable} with its {@code DeadlineWheel}.
 *
 * <p>No sockets, threads, clocks or chance of its own, and no decision about data.
 */
package io.vertikv.store.rpc.link;
