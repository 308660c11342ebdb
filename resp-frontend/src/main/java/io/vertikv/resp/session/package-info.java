/**
 * Connections. {@link io.vertikv.resp.session.FrontEnd} (what all loops share), {@link io.vertikv.resp.session.FrontLoop}
 * (one event loop's part of it), {@link io.vertikv.resp.session.Session} (one connection: input, state, replies in order),
 * {@link io.vertikv.resp.session.Dispatcher} (what happens to a command: refused, queued by MULTI, answered here through a
 * {@link io.vertikv.resp.session.SessionCommand}, or submitted as an operation on the data).
 * An operation that runs on another node travels as {@code OperationCodec} writes it, is read there by
 * {@link io.vertikv.resp.session.SessionOperationReader}, and is run by the same {@code CommandRun}, {@code BlockRun} or
 * {@code WatchRun} as here.
 * What is measured on the way: {@link io.vertikv.resp.session.Stage}.
 * {@link io.vertikv.resp.session.LoopLoad} bounds what all clients of a loop make the server hold.
 * No sockets in here: a session sees a {@link io.vertikv.resp.session.Connection}. Uses: command, protocol, reply.
 */
package io.vertikv.resp.session;
