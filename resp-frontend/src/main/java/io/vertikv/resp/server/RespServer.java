package io.vertikv.resp.server;

import io.netty.channel.ChannelHandlerContext;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.FrontLoop;
import io.vertikv.resp.session.Regions;
import io.vertikv.resp.session.RespConfig;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.loop.VertxLoop;
import io.vertikv.txn.region.RegionGateway;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for Redis clients on one event loop. Deploy one instance per loop, all with the same {@link FrontEnd}: they share
 * the port, and each connection stays on the loop that got it.
 *
 * <p>Vert.x accepts; the bytes go past it. Its handler sits behind ours in the channel's pipeline and learns only that a
 * channel has closed.
 */
public final class RespServer extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RespServer.class);
  private static final String VERTX_HANDLER = "handler";
  /** Beyond the drain, for Vert.x to notice that all is closed. */
  private static final long CLOSE_MILLIS = 1000;
  private static final long COMPLAINT_NANOS = 1_000_000_000;

  private final FrontEnd frontEnd;
  private final Function<Loop, RegionGateway> gateways;
  private final Regions regions;
  private Loop loop;
  private FrontLoop frontLoop;
  private final Optional<SecurePort> secure;
  private final List<NetServer> servers = new ArrayList<>();
  private long complainedNanos;
  private int complaintsHeld;

  /** @param gateways makes the loop's door to the regions; called once, on the loop, when the verticle starts */
  public RespServer(FrontEnd frontEnd, Function<Loop, RegionGateway> gateways) {
    this(frontEnd, gateways, Optional.empty());
  }

  public RespServer(FrontEnd frontEnd, Function<Loop, RegionGateway> gateways, Optional<SecurePort> secure) {
    this(frontEnd, gateways, Regions.one(), secure);
  }

  /** @param regions of the same gateways; any loop */
  public RespServer(FrontEnd frontEnd, Function<Loop, RegionGateway> gateways, Regions regions,
      Optional<SecurePort> secure) {
    this.frontEnd = frontEnd;
    this.regions = regions;
    this.gateways = gateways;
    this.secure = secure;
  }

  @Override
  public Future<?> start() {
    loop = VertxLoop.of(context);
    frontLoop = new FrontLoop(frontEnd, loop, gateways.apply(loop), regions);
    frontLoop.start();
    complainedNanos = loop.nanoTime() - COMPLAINT_NANOS;
    List<Future<?>> listening = new ArrayList<>();
    if (secure.map(SecurePort::plainToo).orElse(true))
      listening.add(listen(new NetServerOptions(), frontEnd.config().port()));
    secure.ifPresent(port -> {
      listening.add(listen(new NetServerOptions(port.options()), port.port()));
      port.renewals().accept(servers.getLast()::updateSSLOptions);
    });
    return Future.all(listening);
  }

  private Future<?> listen(NetServerOptions options, int port) {
    RespConfig config = frontEnd.config();
    NetServer server = vertx.createNetServer(options.setHost(config.host()).setPort(port)
        .setAcceptBacklog(config.backlog()).setTcpNoDelay(true).setTcpKeepAlive(true).setReuseAddress(true));
    server.connectHandler(this::accept);
    server.exceptionHandler(this::refused);
    servers.add(server);
    return server.listen();
  }

  /** A handshake that came to nothing. A line for each would let strangers fill the log. */
  private void refused(Throwable failure) {
    long now = loop.nanoTime();
    if (now - complainedNanos < COMPLAINT_NANOS) {
      complaintsHeld++;
      return;
    }
    Throwable cause = failure;
    while (cause.getCause() != null) cause = cause.getCause();
    LOG.warn("refused a TLS connection of a client: {}{}", cause.getMessage(),
        complaintsHeld == 0 ? "" : ", and " + complaintsHeld + " before");
    complainedNanos = now;
    complaintsHeld = 0;
  }

  /** Accepts nobody any more, and completes when the sessions have answered what they had read and are closed. */
  @Override
  public Future<?> stop() {
    long drainMillis = frontEnd.config().drainMillis();
    Promise<Void> drained = Promise.promise();
    List<Future<Void>> closing = servers.stream()
        .map(server -> server.shutdown(drainMillis + CLOSE_MILLIS, TimeUnit.MILLISECONDS)).toList();
    frontLoop.drain(cutOff -> {
      if (cutOff > 0) LOG.warn("{} connections were cut off: not drained within {} ms", cutOff, drainMillis);
      drained.complete();
    });
    return Future.all(Future.all(closing), drained.future());
  }

  /** The port that is listened on, the plain one if there is one; of use when the configured one is 0. */
  public int port() {
    return servers.getFirst().actualPort();
  }

  private void accept(NetSocket socket) {
    socket.exceptionHandler(failure -> socket.close());
    // Vert.x would close it at once; its session knows better when.
    socket.shutdownHandler(shutdown -> {});
    ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
    last.pipeline().addBefore(VERTX_HANDLER, "resp", new RespChannel(frontLoop, frontEnd.config().limits()));
  }
}
