/**
 * The server over real sockets and a region in memory. {@code TestServer} starts one, {@code MemoryGateway} is its data;
 * {@code SessionScriptsTest} runs all session scripts on it, and on a real Redis.
 */
package io.vertikv.resp.server;
