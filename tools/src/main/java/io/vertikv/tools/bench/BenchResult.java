package io.vertikv.tools.bench;

import org.HdrHistogram.Histogram;

/** One test's figures. CPU and memory of the server are 0 where its process is not known. */
record BenchResult(String test, LoadPlan plan, long replies, long errors, String firstError, double seconds,
    Histogram latencies, long serverCpuNanos, long clientCpuNanos, long serverResidentBytes) {

  double perSecond() { return seconds == 0 ? 0 : replies / seconds; }

  double serverCpuMicros() { return replies == 0 ? 0 : serverCpuNanos / 1e3 / replies; }

  double clientCpuMicros() { return replies == 0 ? 0 : clientCpuNanos / 1e3 / replies; }

  double percentileMillis(double percentile) { return latencies.getValueAtPercentile(percentile) / 1e6; }

  double maxMillis() { return latencies.getMaxValue() / 1e6; }

  double meanMillis() { return latencies.getMean() / 1e6; }
}
