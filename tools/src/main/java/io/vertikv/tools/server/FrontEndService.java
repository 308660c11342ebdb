package io.vertikv.tools.server;

import io.vertikv.resp.command.DatabaseMap;
import io.vertikv.resp.server.RespServer;
import io.vertikv.resp.server.SecurePort;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.Regions;
import io.vertikv.resp.session.SessionOperationReader;
import io.vertx.core.DeploymentOptions;
import io.vertikv.tools.cluster.ClientAddress;
import io.vertikv.tools.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.net.NetServerOptions;
import io.vertikv.txn.region.RegionHost;
import java.security.SecureRandom;
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
  private final StoreHousekeeping housekeeping;
  private final Regions regions;
  private String deployment;

  FrontEndService(NodeContext context, FrontEnd frontEnd, StoreService store) {
    this.context = context;
    this.frontEnd = frontEnd;
    this.store = store;
    housekeeping = new StoreHousekeeping(store.gatewaysWhereLed(), context.config().cleaning(), frontEnd::swept);
    store.tell(new Served());
    regions = store.isAlone() ? Regions.one() : new Regions(store.routes(), new SecureRandom());
    host = ClientAddress.hostOf(context.config());
    if (store.isAlone()) return;
    frontEnd.regionFollowed();
    store.serve(loop -> new SessionOperationReader(frontEnd, loop));
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
    return Ports.explain(deployed, "port", context.config().listen().bind(), context.config().listen().port());
  }

  /** Who serves the record of the databases has to know it well. */
  private final class Served implements StoreReplicas.Listener {
    @Override
    public void begins(RegionHost.Hosted region) {
      if (holdsDatabases(region)) frontEnd.regionLed(region.loop());
      housekeeping.begins(region);
    }

    @Override
    public void ends(RegionHost.Hosted region) {
      if (holdsDatabases(region)) frontEnd.regionFollowed();
      housekeeping.ends(region);
    }

    private boolean holdsDatabases(RegionHost.Hosted region) {
      return !store.isAlone() && DatabaseMap.isIn(region.region().range());
    }
  }

  private RespServer server() {
    RespServer server = new RespServer(frontEnd, store::gateway, regions, secure());
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
    store.loop().execute(housekeeping::stop);
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
