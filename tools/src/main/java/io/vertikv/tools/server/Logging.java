package io.vertikv.tools.server;

import io.vertikv.tools.config.LogFormat;
import io.vertikv.tools.config.WatchConfig;

/** Hands level and format to {@link LogSetup}, which asks when the first logger is made: call it before that. */
final class Logging {
  private Logging() {}

  static void configure(WatchConfig config) {
    System.setProperty(LogSetup.LEVEL_PROPERTY, config.logLevel().name());
    System.setProperty(LogSetup.JSON_PROPERTY, String.valueOf(config.logFormat() == LogFormat.JSON));
    System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
  }
}
