package io.vertikv.resp.session;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Copies of what commands took, taken on each loop and added up elsewhere. */
final class Latencies {
  private Latencies() {}

  /** On the statistics' loop. */
  static SortedMap<String, Histogram> copyOf(Routes routes, LoopStatistics statistics) {
    SortedMap<String, Histogram> copies = new TreeMap<>();
    for (int i = 0; i < routes.count(); i++) {
      Histogram latency = statistics.latency(i);
      if (latency != null) copies.put(routes.at(i).name, latency.copy());
    }
    return copies;
  }

  static SortedMap<String, Histogram> sum(List<SortedMap<String, Histogram>> parts) {
    SortedMap<String, Histogram> sum = new TreeMap<>();
    for (SortedMap<String, Histogram> part : parts) {
      part.forEach((name, latency) -> sum.merge(name, latency, (all, more) -> {
        all.add(more);
        return all;
      }));
    }
    return sum;
  }
}
