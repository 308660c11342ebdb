/**
 * The wire over sockets: {@link io.vertikv.store.rpc.net.StoreNetwork} (listens, dials, one {@code Transport} for each loop),
 * {@code SocketChannel} (one socket), {@link io.vertikv.store.rpc.net.TlsFiles} (certificates, read anew while running).
 *
 * <p>A shell: what a frame means, when a link is broken and who is refused is decided in {@code rpc.link}.
 */
package io.vertikv.store.rpc.net;
