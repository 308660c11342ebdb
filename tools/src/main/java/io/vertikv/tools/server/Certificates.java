package io.vertikv.tools.server;

import io.vertikv.store.rpc.net.TlsFiles;
import io.vertikv.tools.config.ClientCertificates;
import io.vertikv.tools.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of this node, read anew while it runs: whoever shows it is told when its files have changed, and new
 * connections get the new one; those that are open go on. Files that cannot be used leave the old ones in force, which is
 * said once, not at every look.
 */
public final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  private final Vertx vertx;
  private final TlsFiles files;
  private final ClientAuth clients;
  private final List<Function<TlsFiles.Contents, Future<Boolean>>> shown = new CopyOnWriteArrayList<>();
  private volatile TlsFiles.Contents inForce;
  private volatile String complaint = "";
  private volatile boolean looking;
  private volatile long timer = -1;

  private Certificates(Vertx vertx, TlsConfig config) {
    this.vertx = vertx;
    this.files = files(config);
    this.clients = switch (config.authClients()) {
      case NO -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.REQUEST;
      case YES -> ClientAuth.REQUIRED;
    };
  }

  /** Looks at the files until {@link #close}. Empty when nothing is encrypted. Blocks for the disk; throws {@link StartRefused} when the files are of no use. */
  static Optional<Certificates> open(Vertx vertx, TlsConfig config) {
    if (!config.used()) return Optional.empty();
    Certificates certificates = new Certificates(vertx, config);
    certificates.inForce = vertx.executeBlocking(() -> certificates.files.read(vertx))
        .recover(failure -> Future.failedFuture(new StartRefused("tls.cert-file = " + config.certFile()
            + ", tls.key-file = " + config.keyFile() + ", tls.ca-cert-file = " + config.caCertFile()
            + ": cannot be used: " + reason(failure), failure)))
        .await();
    if (config.reloadMillis() > 0)
      certificates.timer = vertx.setPeriodic(config.reloadMillis(), id -> certificates.reload());
    return Optional.of(certificates);
  }

  private static TlsFiles files(TlsConfig config) {
    boolean clients = (config.port() != 0 || config.admin()) && config.authClients() != ClientCertificates.NO;
    Optional<Path> authority = config.cluster() || clients
        ? Optional.of(Path.of(config.caCertFile()))
        : Optional.empty();
    return new TlsFiles(Path.of(config.certFile()), Path.of(config.keyFile()), authority, config.clusterHosts());
  }

  /** What the network of the stores reads at its start. */
  TlsFiles files() { return files; }

  /** For a server that clients connect to, before it listens. */
  void applyTo(NetServerOptions options) {
    inForce.applyTo(options, clients);
  }

  /** The same for one that listens already. */
  void renewed(Function<ServerSSLOptions, Future<Boolean>> server) {
    shown.add(contents -> server.apply(contents.forServer(clients)));
  }

  void renewedBetweenStores(Function<TlsFiles.Contents, Future<Boolean>> network) { shown.add(network); }

  /** Never two at once: a slow disk must not put an older certificate in the place of a newer one. */
  private void reload() {
    if (looking) return;
    looking = true;
    vertx.executeBlocking(() -> files.read(vertx)).compose(this::use).onFailure(failure -> {
      String now = reason(failure);
      if (!now.equals(complaint)) LOG.warn("the certificate files cannot be used, the old ones stay in force: {}", now);
      complaint = now;
    }).onComplete(looked -> looking = false);
  }

  private Future<Boolean> use(TlsFiles.Contents contents) {
    complaint = "";
    if (contents.equals(inForce)) return Future.succeededFuture(false);
    List<Future<Boolean>> updates = shown.stream().map(each -> each.apply(contents)).toList();
    return Future.all(updates).map(done -> {
      inForce = contents;
      LOG.info("new certificate in use");
      return true;
    });
  }

  /** Before Vert.x, whose workers would refuse another look. */
  void close() { vertx.cancelTimer(timer); }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) cause = cause.getCause();
    boolean ofTheDisk = cause instanceof IOException || cause.getMessage() == null;
    return ofTheDisk ? cause.toString() : cause.getMessage();
  }
}
