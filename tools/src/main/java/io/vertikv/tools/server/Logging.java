package io.vertikv.tools.server;

import io.vertikv.tools.config.LogFormat;
import io.vertikv.tools.config.WatchConfig;
import java.util.Locale;

/**
 * Hands level and format to the logging library, which reads them when the first logger is made: call it before that.
 * Somebody who names an own file in {@code -Dlogback.configurationFile} keeps it.
 */
final class Logging {
  private static final String FILE_PROPERTY = "logback.configurationFile";
  private static final String LEVEL_PROPERTY = "vertikv.log.level";

  private Logging() {}

  static void configure(WatchConfig config) {
    System.setProperty(LEVEL_PROPERTY, config.logLevel().name().toLowerCase(Locale.ROOT));
    if (config.logFormat() == LogFormat.JSON && System.getProperty(FILE_PROPERTY) == null)
      System.setProperty(FILE_PROPERTY, "logback-json.xml");
    System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
  }
}
