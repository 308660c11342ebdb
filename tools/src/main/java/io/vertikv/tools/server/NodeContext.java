package io.vertikv.tools.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertikv.tools.config.NodeConfig;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the process gives to the services. Behind the {@code door} the store puts what operators may ask it; {@code data} is the
 * locked data folder; {@code certificates} are there when something is encrypted; {@code fatal} ends the process at once with the evidence in the log: for broken invariants and failed fsyncs, after which nothing may be promised.
 */
public record NodeContext(NodeConfig config, Vertx vertx, PrometheusMeterRegistry meters, Readiness readiness,
    ClusterDoor door, Path data, Optional<Certificates> certificates, Consumer<Throwable> fatal) {}
