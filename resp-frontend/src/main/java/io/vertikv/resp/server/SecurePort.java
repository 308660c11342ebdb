package io.vertikv.resp.server;

import io.vertx.core.Future;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A port for clients that speak TLS.
 *
 * @param plainToo whether the port without it is opened as well
 * @param options with the certificates; the rest is filled in
 * @param renewals takes what is to be called with new certificates while the server runs
 */
public record SecurePort(int port, boolean plainToo, NetServerOptions options,
    Consumer<Function<ServerSSLOptions, Future<Boolean>>> renewals) {}
