package io.vertikv.tools.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late one event loop is: a timer that should fire every half second and notes by how much it missed.
 * Deployed once for each loop. Half a second keeps an idle node idle.
 */
final class LoopLag extends VerticleBase {
  private static final long INTERVAL_MILLIS = 500;

  private final Timer lag;
  private long lastNanos;

  LoopLag(MeterRegistry meters) {
    lag = Timer.builder("vertikv.loop.lag").description("How late the event loops run their timers.")
        .publishPercentiles(0.5, 0.99).distributionStatisticExpiry(Duration.ofMinutes(1)).register(meters);
  }

  @Override
  public Future<?> start() {
    lastNanos = System.nanoTime();
    vertx.setPeriodic(INTERVAL_MILLIS, timer -> note(System.nanoTime()));
    return Future.succeededFuture();
  }

  private void note(long nowNanos) {
    long late = nowNanos - lastNanos - TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
    lastNanos = nowNanos;
    lag.record(Math.max(0, late), TimeUnit.NANOSECONDS);
  }
}
