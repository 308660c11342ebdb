package io.vertikv.tools.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.SettingValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port: /healthz (the process answers), /readyz (it should get traffic), /metrics (Prometheus), /config (what
 * is in force, secrets masked), /cluster (stores and groups), /placement/… (what the placement leader knows and does). All of
 * this is read-only; {@code vertikv ctl} changes the members with POST /cluster/add-peer and its like, and what placement does
 * with POST /placement/…. It starts first and stops last, so that a node which starts or
 * drains can be seen.
 */
final class AdminServer implements Service {
  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int HEADER_BYTES_MAX = 16 << 10;
  private static final int IDLE_SECONDS = 60;
  private static final String CLUSTER = "/cluster";
  private static final List<String> ACTIONS = Stream.of(ClusterAdmin.Action.values()).map(ClusterAdmin.Action::word)
      .toList();

  /** What an address answers. */
  private record Page(int status, String type, String body) {}

  private final Vertx vertx;
  private final EffectiveConfig config;
  private final PrometheusMeterRegistry meters;
  private final Readiness readiness;
  private final ClusterDoor door;
  private final Optional<Certificates> certificates;
  private HttpServer server;

  AdminServer(Vertx vertx, EffectiveConfig config, PrometheusMeterRegistry meters, Readiness readiness,
      ClusterDoor door, Optional<Certificates> certificates) {
    this.door = door;
    this.certificates = config.node().tls().admin() ? certificates : Optional.empty();
    this.vertx = vertx;
    this.config = config;
    this.meters = meters;
    this.readiness = readiness;
  }

  @Override
  public String name() { return "admin"; }

  @Override
  public Future<?> start() {
    HttpServerOptions options = new HttpServerOptions().setMaxHeaderSize(HEADER_BYTES_MAX)
        .setIdleTimeout(IDLE_SECONDS).setReusePort(false);
    certificates.ifPresent(files -> files.applyTo(options));
    server = vertx.createHttpServer(options);
    server.requestHandler(this::answer);
    server.exceptionHandler(failure -> log.info("admin connection refused: {}", failure.getMessage()));
    certificates.ifPresent(files -> files.renewed(server::updateSSLOptions));
    int port = config.node().listen().adminPort();
    String host = config.node().listen().bind();
    return Ports.explain(server.listen(port, host), "admin-port", host, port);
  }

  @Override
  public Future<?> stop() { return server == null ? Future.succeededFuture() : server.close(); }

  @Override
  public Optional<Listening> listening() {
    String host = config.node().listen().bind();
    return Optional.of(new Listening("admin HTTP", host, server.actualPort(),
        "curl " + (certificates.isPresent() ? "https://" : "http://") + Ports.reachable(host, server.actualPort())
            + "/readyz"));
  }

  private void answer(HttpServerRequest request) {
    boolean read = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    boolean placement = request.path() != null && request.path().startsWith(PlacementPages.PATH);
    boolean change = request.method() == HttpMethod.POST && (placement || request.path().startsWith(CLUSTER + "/"));
    if (!read && !change) send(request, new Page(405, TEXT, "only GET and HEAD\n"));
    else
      if (placement)
        placement(request, change).onSuccess(page -> send(request, page))
            .onFailure(failure -> send(request, failed(request, failure)));
      else
        (change ? changed(request) : page(request.path())).onSuccess(page -> send(request, page))
            .onFailure(failure -> send(request, failed(request, failure)));
  }

  private Future<Page> placement(HttpServerRequest request, boolean change) {
    PlacementPages pages = door.placement();
    if (pages == null) return Future.succeededFuture(new Page(503, TEXT, "the store has not started\n"));
    Map<String, String> parameters = new TreeMap<>();
    request.params().forEach(each -> parameters.put(each.getKey(), each.getValue()));
    return pages.ask(change, request.path().substring(PlacementPages.PATH.length()), parameters)
        .map(said -> new Page(said.status(), JSON, said.body().encodePrettily() + "\n"));
  }

  private Future<Page> changed(HttpServerRequest request) {
    Optional<ClusterAdmin.Action> action = ClusterAdmin.Action.of(request.path().substring(CLUSTER.length() + 1));
    String store = request.getParam("store", "");
    if (action.isEmpty()) return Future.succeededFuture(new Page(404, TEXT, "there are " + ACTIONS + "\n"));
    if (!store.matches("[0-9]{1,18}"))
      return Future.succeededFuture(new Page(400, TEXT, "?store= needs a store's id\n"));
    return cluster(admin -> admin.act(action.get(), Long.parseLong(store)));
  }

  private Future<Page> cluster(Function<ClusterAdmin, Future<JsonObject>> ask) {
    ClusterAdmin admin = door.admin();
    if (admin == null) return Future.succeededFuture(new Page(503, TEXT, "the store has not started\n"));
    return ask.apply(admin).map(said -> new Page(200, JSON, said.encodePrettily() + "\n"));
  }

  /** What takes long is made on a worker: this loop also serves Redis clients. Some gauges ask the operating system. */
  private Future<Page> page(String path) {
    return switch (path == null ? "" : path) {
      case "/healthz" -> Future.succeededFuture(new Page(200, TEXT, "ok\n"));
      case "/readyz" -> Future.succeededFuture(ready());
      case "/metrics" -> vertx.executeBlocking(() -> new Page(200, PROMETHEUS, meters.scrape()), false);
      case "/config" -> vertx.executeBlocking(() -> new Page(200, JSON, settings().encodePrettily() + "\n"), false);
      case CLUSTER -> cluster(ClusterAdmin::status);
      default -> Future.succeededFuture(
          new Page(404, TEXT,
              "not found; there are /healthz, /readyz, /metrics, /config, /cluster and /placement/{stores,regions,operators,schedulers,config}\n"));
    };
  }

  private static void send(HttpServerRequest request, Page page) {
    HttpServerResponse response = request.response();
    if (response.closed()) return;
    response.setStatusCode(page.status()).putHeader("content-type", page.type());
    if (page.status() == 405) response.putHeader("allow", "GET, HEAD");
    response.end(page.body());
  }

  private static Page failed(HttpServerRequest request, Throwable failure) {
    log.error("admin request {} failed", request.path(), failure);
    return new Page(500, TEXT, "failed; see the log\n");
  }

  private Page ready() {
    Map<String, Readiness.Check> checks = readiness.now();
    boolean ready = checks.values().stream().allMatch(Readiness.Check::passes);
    StringBuilder body = new StringBuilder(ready ? "ready\n" : "not ready\n");
    checks.forEach(
        (name, check) -> body.append(check.passes() ? "[+] " : "[-] ").append(name).append(": ").append(check.detail())
            .append('\n'));
    return new Page(ready ? 200 : 503, TEXT, body.toString());
  }

  private JsonObject settings() {
    JsonObject all = new JsonObject();
    for (SettingValue<?> value : config.values())
      all.put(value.setting().path(), new JsonObject().put("value", value.shown()).put("origin", value.reason()));
    return all;
  }
}
