package io.vertikv.placement.sim;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.List;

/** How even some figure is over stores. */
record Evenness(double mean, double max, double min, double deviation) {
  static <T> Evenness of(List<T> stores, ToDoubleFunction<T> figure) {
    double sum = 0;
    double squares = 0;
    double max = Double.NEGATIVE_INFINITY;
    double min = Double.POSITIVE_INFINITY;
    for (T store : stores) {
      double value = figure.applyAsDouble(store);
      sum += value;
      squares += value * value;
      max = Math.max(max, value);
      min = Math.min(min, value);
    }
    double mean = sum / stores.size();
    return new Evenness(mean, max, min, Math.sqrt(Math.max(0, squares / stores.size() - mean * mean)));
  }

  double maxOverMean() { return max / mean; }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "max/mean %.3f min/mean %.3f deviation %.2f%%", max / mean, min / mean,
        100 * deviation / mean);
  }
}
