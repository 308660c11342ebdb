package io.vertikv.tools.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertikv.tools.ExitCode;
import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.LogFormat;
import io.vertikv.tools.config.NodeConfig;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node process: the locked data folder, Vert.x, the admin server and the services. Starting happens on the
 * caller's thread; stopping on whichever thread asks first, once, within the drain deadline. {@link StopSignal} ties it
 * to the signals of the process.
 */
public final class NodeShell {
  private enum State {
    STARTING, SERVING, STOPPING
  }

  private final EffectiveConfig config;
  private final DataFolder data;
  private final Vertx vertx;
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmMeters jvmMeters = new JvmMeters();
  private final Readiness readiness = new Readiness();
  private final ClusterDoor door = new ClusterDoor();
  private final List<Service> started = new ArrayList<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Logger log;
  private volatile Optional<Certificates> certificates = Optional.empty();

  private NodeShell(EffectiveConfig config, DataFolder data, Vertx vertx) {
    this.config = config;
    this.data = data;
    this.vertx = vertx;
    this.log = LoggerFactory.getLogger(NodeShell.class);
  }

  /** Starts a node and returns when it serves. Throws {@link StartRefused} when it cannot and leaves nothing then. */
  public static NodeShell start(EffectiveConfig config, NodeServices services, String version, PrintWriter out) {
    NodeConfig node = config.node();
    Logging.configure(node.watch());
    DataFolder data = DataFolder.open(node.storage().data());
    NodeShell shell = new NodeShell(config, data, EventLoops.open(node));
    boolean serving = false;
    try {
      StoreReset.refuseHalfway(data.path());
      shell.startServices(services);
      serving = true;
    } finally {
      if (!serving) shell.stop();
    }
    shell.announce(version, out);
    return shell;
  }

  /** The ports that are open. */
  public List<Listening> listening() {
    return started.stream().map(Service::listening).flatMap(Optional::stream).toList();
  }

  /** Waits until the node has been stopped. */
  public void awaitEnd() { ended.join(); }

  /** Drains and stops; returns when everything is closed. A second call waits for the first. */
  public void stop() {
    if (state.getAndSet(State.STOPPING) == State.STOPPING) {
      ended.join();
      return;
    }
    // The front end cuts off at the drain deadline those who are late, and needs a moment for that.
    Deadline deadline = Deadline.in(Duration.ofMillis(config.node().server().drainMillis()).plus(Deadline.LEAST));
    for (Service service : started.reversed()) stop(service, deadline);
    certificates.ifPresent(Certificates::close);
    jvmMeters.close();
    deadline.await("event loops", vertx.close());
    closeData();
    ended.complete(null);
  }

  private void startServices(NodeServices services) {
    readiness.check("node", this::stateCheck);
    certificates = Certificates.open(vertx, config.node().tls());
    start(new AdminServer(vertx, config, meters, readiness, door, certificates));
    NodeContext context = new NodeContext(config.node(), vertx, meters, readiness, door, data.path(),
        certificates, this::endAtOnce);
    services.assemble(context).forEach(this::start);
    join(vertx.deployVerticle(() -> new LoopLag(meters),
        new DeploymentOptions().setInstances(config.node().server().eventLoops())));
    state.set(State.SERVING);
    vertx.<Void>executeBlocking(() -> {
      jvmMeters.bindTo(meters);
      return null;
    }, false).onFailure(failure -> log.warn("metrics of the Java process are not available", failure));
  }

  /** Noted as started before it has: a service that failed halfway is stopped too. */
  private void start(Service service) {
    started.add(service);
    join(service.start());
    log.debug("{} started", service.name());
  }

  private static void join(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof StartRefused refused ? refused : failed;
    }
  }

  private Readiness.Check stateCheck() {
    return switch (state.get()) {
      case STARTING -> Readiness.Check.fail("starting");
      case SERVING -> Readiness.Check.pass("serving");
      case STOPPING -> Readiness.Check.fail("draining");
    };
  }

  private void announce(String version, PrintWriter out) {
    Instant launched = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    Duration sinceLaunch = Duration.between(launched, Instant.now());
    if (config.node().watch().logFormat() == LogFormat.JSON)
      log.info("VertiKV {} ready after {} ms, listening on {}, data in {}", version, sinceLaunch.toMillis(),
          listening(), data.path());
    else
      out.print(Banner.text(version, config.node(), data.path(), listening(), sinceLaunch));
    out.flush();
  }

  private void stop(Service service, Deadline deadline) {
    deadline.await(service.name(), service.stop(), service.closingTime());
  }

  private void closeData() {
    try {
      data.close();
    } catch (IOException failed) {
      log.warn("the lock of {} could not be released", data.path(), failed);
    }
  }

  void stopForSignal() {
    if (ended.isDone()) return;
    log.info("told to stop: draining for up to {} ms", config.node().server().drainMillis());
    stop();
    log.info("stopped");
  }

  /** Nothing may be promised any more: no drain, no reply, the evidence and the end. Recovery is for the next start. */
  private void endAtOnce(Throwable evidence) {
    log.error("the node ends at once", evidence);
    Runtime.getRuntime().halt(ExitCode.FAILED);
  }
}
