package io.vertikv.tools.server;

import io.vertikv.resp.command.DatabaseMap;
import io.vertikv.resp.server.Housekeeping;
import io.vertikv.resp.server.RespServer;
import io.vertikv.resp.server.SecurePort;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.SessionOperationReader;
import io.vertikv.store.loop.Loop;
import io.vertx.core.DeploymentOptions;
import io.vertikv.tools.cluster.ClientAddress;
import io.vertikv.tools.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Redis port: one verticle per event loop. */
final class FrontEndService implements Service {
  private final NodeContext context;
  private final FrontEnd frontEnd;
  private final StoreService store;
  private final String host;
  private final List<RespServer> servers = new ArrayList<>();
  private String deployment;
  private Housekeeping housekeeping;

  FrontEndService(NodeContext context, FrontEnd frontEnd, StoreService store) {
    this.context = context;
    this.frontEnd = frontEnd;
    this.store = store;
    host = ClientAddress.hostOf(context.config());
    if (store.isAlone()) return;
    Loop region = store.loop();
    frontEnd.regionFollowed();
    store.serve(new SessionOperationReader(frontEnd, region), () -> frontEnd.regionLed(region),
        frontEnd::regionFollowed);
  }

  @Override
  public String name() { return "front end"; }

  @Override
  public Future<?> start() {
    int loops = context.config().server().eventLoops();
    Future<Void> known = store.isAlone()
        ? store.read(tx -> DatabaseMap.load(tx, frontEnd.databases()))
        : Future.succeededFuture();
    Future<String> deployed = known
        .compose(loaded -> context.vertx().deployVerticle(this::server, new DeploymentOptions().setInstances(loops)))
        .onSuccess(id -> {
          deployment = id;
          store.openTo(ClientAddress.of(context.config(), host, servers.getFirst().port()));
        });
    housekeeping = new Housekeeping(store.loop(), store.gatewayWhereLed(),
        context.config().cleaning().expiryIntervalMillis(), context.config().cleaning().expiryBatchKeys(),
        frontEnd::swept);
    store.loop().execute(housekeeping::start);
    return Ports.explain(deployed, "port", context.config().listen().bind(), context.config().listen().port());
  }

  private RespServer server() {
    RespServer server = new RespServer(frontEnd, store::gateway, secure());
    servers.add(server);
    return server;
  }

  private Optional<SecurePort> secure() {
    TlsConfig tls = context.config().tls();
    if (tls.port() == 0) return Optional.empty();
    Certificates certificates = context.certificates().orElseThrow();
    NetServerOptions options = new NetServerOptions();
    certificates.applyTo(options);
    return Optional.of(new SecurePort(tls.port(), tls.plainPort(), options, certificates::renewed));
  }

  @Override
  public Future<?> stop() {
    if (housekeeping != null) store.loop().execute(housekeeping::stop);
    return deployment == null ? Future.succeededFuture() : context.vertx().undeploy(deployment);
  }

  @Override
  public Optional<Listening> listening() {
    String host = context.config().listen().bind();
    int port = servers.getFirst().port();
    if (!context.config().tls().plainPort())
      return Optional.of(new Listening("Redis protocol over TLS", host, port,
          "redis-cli --tls -h " + host + " -p " + port));
    return Optional.of(new Listening("Redis protocol", host, port, "redis-cli -h " + host + " -p " + port));
  }
}
