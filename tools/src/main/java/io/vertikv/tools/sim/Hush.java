package io.vertikv.tools.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Drops what a thread logs while it plays stores that do not exist: a simulated crash is nobody's business. It joins the logging of
 * the process when something is simulated for the first time; a server's is spared it.
 */
final class Hush extends TurboFilter {
  private static final ThreadLocal<Boolean> SILENT = ThreadLocal.withInitial(() -> false);

  static {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).addTurboFilter(new Hush());
  }

  static <T> T during(Supplier<T> work) {
    SILENT.set(true);
    try {
      return work.get();
    } finally {
      SILENT.remove();
    }
  }

  @Override
  public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] arguments,
      Throwable failure) {
    return SILENT.get() ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
