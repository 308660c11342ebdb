package io.vertikv.tools.server;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.vertikv.store.loop.Durations;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One line of the table of metrics: name, meaning, and where the figures come from. A counter's name is without the
 * {@code _total} that Prometheus shows.
 *
 * @param label empty: there is only one figure, under the key ""
 */
record MetricFamily<V>(String name, String help, String label, Kind<V> kind,
    Function<ServerReadings, Map<String, V>> read) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] BOUNDS_SECONDS = IntStream.range(0, Durations.BUCKETS).boxed()
      .flatMapToDouble(bucket -> DoubleStream.of(upperSeconds(bucket))).toArray();

  /** How figures of one kind become what Prometheus reads. */
  @FunctionalInterface
  interface Kind<V> {
    MetricSnapshot snapshot(MetricFamily<V> family, Map<String, V> figures);
  }

  static MetricFamily<Double> counter(String name, String help, ToDoubleFunction<ServerReadings> read) {
    return counters(name, help, "", readings -> Map.of("", read.applyAsDouble(readings)));
  }

  static MetricFamily<Double> counters(String name, String help, String label,
      Function<ServerReadings, Map<String, Double>> read) {
    return new MetricFamily<>(name, help, label, MetricFamily::counters, read);
  }

  static MetricFamily<Double> gauge(String name, String help, ToDoubleFunction<ServerReadings> read) {
    return new MetricFamily<>(name, help, "", MetricFamily::gauges,
        readings -> Map.of("", read.applyAsDouble(readings)));
  }

  static MetricFamily<Double> gauges(String name, String help, String label,
      Function<ServerReadings, Map<String, Double>> read) {
    return new MetricFamily<>(name, help, label, MetricFamily::gauges, read);
  }

  static MetricFamily<Durations> histogram(String name, String help, Function<ServerReadings, Durations> read) {
    return histograms(name, help, "", readings -> Map.of("", read.apply(readings)));
  }

  static MetricFamily<Durations> histograms(String name, String help, String label,
      Function<ServerReadings, Map<String, Durations>> read) {
    return new MetricFamily<>(name, help, label, MetricFamily::histograms, read);
  }

  MetricSnapshot snapshot(ServerReadings readings) { return kind.snapshot(this, read.apply(readings)); }

  private Labels labels(String value) { return label.isEmpty() ? Labels.EMPTY : Labels.of(label, value); }

  private static MetricSnapshot counters(MetricFamily<Double> family, Map<String, Double> figures) {
    CounterSnapshot.Builder all = CounterSnapshot.builder().name(family.name).help(family.help);
    figures.forEach((label, figure) -> all
        .dataPoint(CounterDataPointSnapshot.builder().labels(family.labels(label)).value(figure).build()));
    return all.build();
  }

  private static MetricSnapshot gauges(MetricFamily<Double> family, Map<String, Double> figures) {
    GaugeSnapshot.Builder all = GaugeSnapshot.builder().name(family.name).help(family.help);
    figures.forEach((label, figure) -> all
        .dataPoint(GaugeDataPointSnapshot.builder().labels(family.labels(label)).value(figure).build()));
    return all.build();
  }

  private static MetricSnapshot histograms(MetricFamily<Durations> family, Map<String, Durations> figures) {
    HistogramSnapshot.Builder all = HistogramSnapshot.builder().name(family.name).help(family.help);
    figures.forEach((label, durations) -> all.dataPoint(HistogramDataPointSnapshot.builder()
        .labels(family.labels(label)).sum(durations.sumNanos() / NANOS_PER_SECOND)
        .classicHistogramBuckets(buckets(durations)).build()));
    return all.build();
  }

  private static ClassicHistogramBuckets buckets(Durations durations) {
    long[] counts = new long[Durations.BUCKETS];
    for (int bucket = 0; bucket < counts.length; bucket++) counts[bucket] = durations.count(bucket);
    return ClassicHistogramBuckets.of(BOUNDS_SECONDS, counts);
  }

  private static double upperSeconds(int bucket) {
    long nanos = Durations.upperNanos(bucket);
    return nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : nanos / NANOS_PER_SECOND;
  }
}
