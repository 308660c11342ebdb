package io.vertikv.tools.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.Supplier;
import org.slf4j.Marker;

/** Drops what a thread logs while it plays stores that do not exist: a simulated crash is nobody's business. */
public final class Hush extends TurboFilter {
  private static final ThreadLocal<Boolean> SILENT = ThreadLocal.withInitial(() -> false);

  public static <T> T during(Supplier<T> work) {
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
