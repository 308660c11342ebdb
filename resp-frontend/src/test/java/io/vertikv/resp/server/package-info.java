/**
 * The server over real sockets and a region in memory. {@code TestServer} starts one, {@code MemoryGateway} is its data,
 * {@code TestCommands} a handful of commands on it.
 */
package io.vertikv.resp.server;
