package io.vertikv.tools.sim;

import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * All links between stores, each direction for itself: late, lossy, doubled, out of order, cut. Orderly weather keeps the
 * order that a connection keeps.
 */
final class SimNetwork {
  private static final long DOUBLE_MILLIS_MAX = 300;
  private static final int STORES_MAX = 64;
  /** One message of so many takes much longer, up to so many times as long as usual. */
  private static final int TAIL_ONE_OF = 50;
  private static final int TAIL_MAX = 31;
  private static final long DELAY_NANOS_MIN = 50 * SimScheduler.MICRO;

  private final SimScheduler time;
  private final RandomGenerator random;
  private final Weather weather;
  private final Set<Long> cuts = new TreeSet<>();
  private final long[] lastArrival = new long[STORES_MAX * STORES_MAX];
  private boolean calm;

  SimNetwork(SimScheduler time, RandomGenerator random, Weather weather) {
    this.time = time;
    this.random = random;
    this.weather = weather;
  }

  /** From here on it only takes time. */
  void calm() {
    calm = true;
    cuts.clear();
  }

  void cut(long from, long to) { cuts.add(link(from, to)); }

  void heal() { cuts.clear(); }

  boolean connected(long from, long to) { return !cuts.contains(link(from, to)); }

  /** What it carries may come twice, unless connections are orderly in this weather. */
  void send(long from, long to, Runnable arrive) {
    send(from, to, true, arrive);
  }

  /** On a connection, whose other end refuses what came twice. */
  void sendOnce(long from, long to, Runnable arrive) {
    send(from, to, false, arrive);
  }

  private void send(long from, long to, boolean doubles, Runnable arrive) {
    if (!connected(from, to) || !calm && random.nextDouble() < weather.loss()) return;
    long delay = delayNanos();
    if (weather.orderly()) {
      int link = (int) link(from, to);
      lastArrival[link] = Math.max(lastArrival[link] + 1, time.nowNanos() + delay);
      delay = lastArrival[link] - time.nowNanos();
    }
    arriveLater(from, to, delay, arrive);
    boolean twice = doubles && !calm && !weather.orderly() && random.nextDouble() < weather.doubled();
    if (twice) arriveLater(from, to, delay + random.nextLong(DOUBLE_MILLIS_MAX * SimScheduler.MILLI), arrive);
  }

  /** A link that is cut while a frame is under way loses it. */
  private void arriveLater(long from, long to, long delay, Runnable arrive) {
    time.after(delay, () -> {
      if (connected(from, to)) arrive.run();
    });
  }

  private long delayNanos() {
    long usual = DELAY_NANOS_MIN + random.nextLong(weather.delayMicros() * SimScheduler.MICRO);
    boolean tail = !calm && random.nextInt(TAIL_ONE_OF) == 0;
    return tail ? usual * (2 + random.nextInt(TAIL_MAX - 1)) : usual;
  }

  /** What is not lost arrives within this time. */
  long delayNanosMax() {
    return TAIL_MAX * (DELAY_NANOS_MIN + weather.delayMicros() * SimScheduler.MICRO);
  }

  private static long link(long from, long to) { return from * STORES_MAX + to; }
}
