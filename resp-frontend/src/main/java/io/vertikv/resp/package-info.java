/**
 * Redis on top: {@code reply} (what a command answers), {@code type} (data types over a transaction), {@code command}
 * (the command table), {@code protocol} (RESP bytes), {@code session} (connections, MULTI), {@code server} (sockets).
 * Commands do not know bytes of keys or of the protocol; types do not know RESP.
 */
package io.vertikv.resp;
