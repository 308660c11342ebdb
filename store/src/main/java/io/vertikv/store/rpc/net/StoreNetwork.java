package io.vertikv.store.rpc.net;

import io.vertikv.store.loop.VertxLoop;
import io.vertikv.store.rpc.Mailbox;
import io.vertikv.store.rpc.RpcCounters;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.rpc.link.Exchange;
import io.vertikv.store.rpc.link.LoopTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire of one store over sockets: listens on all its loops, which share one port, and gives each of them a
 * {@link Transport}. A thin shell around {@link LoopTransport}; the bytes go past Vert.x, which only accepts and dials.
 *
 * <pre>
 *   create → transport(i) for whoever needs it → start(mailboxes) → connectTo(addresses), again when they change → stop
 * </pre>
 */
public final class StoreNetwork {
  private static final Logger LOG = LoggerFactory.getLogger(StoreNetwork.class);

  /** Where to listen, and how. The loops share the port, so it must have a number: 0 for any would give each its own. */
  public record Listen(StoreAddress address, Optional<TlsFiles> tls) {
    public Listen {
      if (tls.isPresent() && tls.get().authority().isEmpty())
        throw new IllegalArgumentException("stores believe one another by an authority, and none is given");
    }
  }

  private final Vertx vertx;
  private final List<Context> contexts;
  private final Exchange exchange;
  private final Listen listen;
  /** The certificates in force. */
  private volatile Optional<TlsFiles.Contents> certificates;
  private final NetClient client;
  private final List<LoopTransport> transports = new ArrayList<>();
  private final List<NetServer> servers = new ArrayList<>();

  private StoreNetwork(Vertx vertx, List<Context> contexts, Exchange exchange, Listen listen,
      Optional<TlsFiles.Contents> contents, SplittableGenerator random) {
    this.vertx = vertx;
    this.contexts = List.copyOf(contexts);
    this.exchange = exchange;
    this.listen = listen;
    this.certificates = contents;
    NetClientOptions options = new NetClientOptions().setTcpNoDelay(true).setTcpKeepAlive(true)
        .setConnectTimeout(exchange.config().intervals().handshakeMillis());
    contents.ifPresent(files -> files.applyTo(options));
    // Kept: Vert.x closes a client that nobody holds.
    this.client = vertx.createNetClient(options);
    for (int i = 0; i < contexts.size(); i++) {
      RandomGenerator own = random.split();
      transports.add(new LoopTransport(exchange, i, VertxLoop.of(contexts.get(i)),
          new SocketDialer(contexts.get(i), client), own));
    }
  }

  /**
   * Reads the certificates, if any, without blocking the caller; nothing listens yet.
   *
   * @param contexts of event loops, one for each loop of the exchange
   */
  public static Future<StoreNetwork> create(Vertx vertx, List<Context> contexts, Exchange exchange, Listen listen,
      SplittableGenerator random) {
    if (listen.tls().isEmpty()) {
      return Future.succeededFuture(new StoreNetwork(vertx, contexts, exchange, listen, Optional.empty(), random));
    }
    return vertx.executeBlocking(() -> listen.tls().get().read(vertx))
        .map(contents -> new StoreNetwork(vertx, contexts, exchange, listen, Optional.of(contents), random));
  }

  /** To be used on its loop only. */
  public LoopTransport transport(int loop) {
    return transports.get(loop);
  }

  public RpcCounters counters() { return exchange.counters(); }

  /** Starts to listen on all loops; {@code mailboxes} in the order of the loops. */
  public Future<Void> start(List<? extends Mailbox> mailboxes) {
    List<Future<Void>> started = new ArrayList<>();
    for (int i = 0; i < contexts.size(); i++) {
      Mailbox mailbox = mailboxes.get(i);
      started.add(onLoop(i, transport -> transport.start(mailbox)));
    }
    return Future.all(started).compose(done -> listen());
  }

  private Future<Void> listen() {
    List<Future<Void>> listening = new ArrayList<>();
    for (int i = 0; i < contexts.size(); i++) {
      NetServer server = newServer(transports.get(i));
      servers.add(server);
      Promise<Void> promise = Promise.promise();
      // The loop that asks to listen is the one that gets the connections.
      contexts.get(i).runOnContext(now -> server.listen().<Void>mapEmpty().onComplete(promise));
      listening.add(promise.future());
    }
    return Future.all(listening).mapEmpty();
  }

  private NetServer newServer(LoopTransport transport) {
    NetServerOptions options = new NetServerOptions().setHost(listen.address().host()).setPort(listen.address().port())
        .setTcpNoDelay(true).setTcpKeepAlive(true).setReuseAddress(true);
    certificates.ifPresent(files -> files.applyTo(options, ClientAuth.REQUIRED));
    NetServer server = vertx.createNetServer(options);
    server.connectHandler(socket -> accept(transport, socket));
    server.exceptionHandler(
        failure -> transport.loop().execute(() -> transport.refused("somebody", SocketDialer.reason(failure))));
    return server;
  }

  private static void accept(LoopTransport transport, NetSocket socket) {
    socket.exceptionHandler(failure -> socket.close());
    ((NetSocketInternal) socket).channelHandlerContext().pipeline().addBefore(SocketDialer.VERTX_HANDLER, "rpc",
        new SocketChannel(String.valueOf(socket.remoteAddress()), transport::accept));
  }

  /** Where the other stores are, all of them. */
  public void connectTo(Map<Long, StoreAddress> stores) {
    Map<Long, StoreAddress> copy = Map.copyOf(stores);
    for (int i = 0; i < contexts.size(); i++) onLoop(i, transport -> transport.connectTo(copy));
  }

  /**
   * Reads the certificates again, for the connections that come; those that are open go on. When the files cannot be used
   * the old ones stay in force, and the future fails. True when something has changed.
   */
  public Future<Boolean> reloadCertificates() {
    if (listen.tls().isEmpty()) return Future.succeededFuture(false);
    return vertx.executeBlocking(() -> listen.tls().get().read(vertx)).compose(this::use)
        .onFailure(failure -> LOG.warn("cannot use the new certificates, the old ones stay: {}",
            SocketDialer.reason(failure)));
  }

  /** The same with files that have been read and checked. */
  public Future<Boolean> use(TlsFiles.Contents contents) {
    if (certificates.filter(contents::equals).isPresent()) return Future.succeededFuture(false);
    List<Future<Boolean>> updates = new ArrayList<>(List.of(client.updateSSLOptions(contents.forClient())));
    for (NetServer server : servers) updates.add(server.updateSSLOptions(contents.forServer(ClientAuth.REQUIRED)));
    return Future.all(updates).map(done -> {
      certificates = Optional.of(contents);
      LOG.info("certificates of connections between stores read anew");
      return true;
    });
  }

  /** Ends all connections and stops listening. */
  public Future<Void> stop() {
    List<Future<?>> stopped = new ArrayList<>();
    for (NetServer server : servers) stopped.add(server.close());
    for (int i = 0; i < contexts.size(); i++) stopped.add(onLoop(i, LoopTransport::stop));
    return Future.join(stopped).eventually(client::close).mapEmpty();
  }

  private Future<Void> onLoop(int loop, Consumer<LoopTransport> task) {
    Promise<Void> done = Promise.promise();
    contexts.get(loop).runOnContext(now -> {
      task.accept(transports.get(loop));
      done.complete();
    });
    return done.future();
  }
}
