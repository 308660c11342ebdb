package io.vertikv.resp.server;

import io.netty.channel.ChannelHandlerContext;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.FrontLoop;
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

  private final FrontEnd frontEnd;
  private final Function<Loop, RegionGateway> gateways;
  private FrontLoop frontLoop;
  private NetServer server;

  /** @param gateways makes the loop's door to the regions; called once, on the loop, when the verticle starts */
  public RespServer(FrontEnd frontEnd, Function<Loop, RegionGateway> gateways) {
    this.frontEnd = frontEnd;
    this.gateways = gateways;
  }

  @Override
  public Future<?> start() {
    Loop loop = VertxLoop.of(context);
    frontLoop = new FrontLoop(frontEnd, loop, gateways.apply(loop));
    frontLoop.start();
    RespConfig config = frontEnd.config();
    server = vertx.createNetServer(new NetServerOptions().setHost(config.host()).setPort(config.port())
        .setAcceptBacklog(config.backlog()).setTcpNoDelay(true).setTcpKeepAlive(true).setReuseAddress(true));
    server.connectHandler(this::accept);
    return server.listen();
  }

  /** Accepts nobody any more, and completes when the sessions have answered what they had read and are closed. */
  @Override
  public Future<?> stop() {
    long drainMillis = frontEnd.config().drainMillis();
    Promise<Void> drained = Promise.promise();
    Future<Void> closed = server.shutdown(drainMillis + CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    frontLoop.drain(cutOff -> {
      if (cutOff > 0) LOG.warn("{} connections were cut off: not drained within {} ms", cutOff, drainMillis);
      drained.complete();
    });
    return Future.all(closed, drained.future());
  }

  /** The port that is listened on; of use when the configured one is 0. */
  public int port() {
    return server.actualPort();
  }

  private void accept(NetSocket socket) {
    socket.exceptionHandler(failure -> socket.close());
    // Vert.x would close it at once; its session knows better when.
    socket.shutdownHandler(shutdown -> {});
    ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
    last.pipeline().addBefore(VERTX_HANDLER, "resp", new RespChannel(frontLoop, frontEnd.config().limits()));
  }
}
