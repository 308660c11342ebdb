package io.vertikv.tools.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Figures as text: a table for people, a JSON object or a tab-separated line per test for programs. */
enum BenchReport {
  TABLE {
    @Override
    String header() {
      return String.format(Locale.ROOT, "%-16s %12s %8s %8s %8s %8s %8s %8s %8s %10s", "test", "per second", "p50 ms",
          "p90", "p99", "p99.9", "max", "µs CPU", "µs own", "RSS MiB");
    }

    @Override
    String line(BenchResult r) {
      return String.format(Locale.ROOT, "%-16s %,12.0f %8.3f %8.3f %8.3f %8.3f %8.3f %8s %8.2f %10s%s", r.test(),
          r.perSecond(), r.percentileMillis(50), r.percentileMillis(90), r.percentileMillis(99),
          r.percentileMillis(99.9), r.maxMillis(),
          r.serverCpuNanos() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", r.serverCpuMicros()), r.clientCpuMicros(),
          r.serverResidentBytes() == 0 ? "-" : String.valueOf(r.serverResidentBytes() >> 20),
          r.errors() == 0 ? "" : "  " + r.errors() + " ERRORS, such as: " + r.firstError());
    }
  },

  TSV {
    @Override
    String header() {
      return String.join("\t", "test", "per_second", "server_cpu_micros", "p50_ms", "p90_ms", "p99_ms", "p999_ms",
          "max_ms", "errors", "client_cpu_micros", "server_rss_bytes", "replies", "seconds");
    }

    @Override
    String line(BenchResult r) {
      return String.format(Locale.ROOT, "%s\t%.1f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%d\t%.4f\t%d\t%d\t%.4f",
          r.test(), r.perSecond(), r.serverCpuMicros(), r.percentileMillis(50), r.percentileMillis(90),
          r.percentileMillis(99), r.percentileMillis(99.9), r.maxMillis(), r.errors(), r.clientCpuMicros(),
          r.serverResidentBytes(), r.replies(), r.seconds());
    }
  },

  JSON {
    @Override
    String header() { return ""; }

    @Override
    String line(BenchResult r) {
      try {
        return MAPPER.writeValueAsString(json(r));
      } catch (JsonProcessingException impossible) {
        throw new AssertionError("numbers and text always have a JSON form", impossible);
      }
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Empty: none. */
  abstract String header();

  abstract String line(BenchResult result);

  private static ObjectNode json(BenchResult r) {
    LoadPlan plan = r.plan();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("test", r.test()).put("clients", plan.clients()).put("pipeline", plan.pipeline())
        .put("rate", plan.ratePerSecond()).put("distribution", plan.distribution().name().toLowerCase(Locale.ROOT))
        .put("keys", plan.space().keys()).put("keyBytes", plan.space().keyBytes())
        .put("valueBytes", plan.space().valueBytes()).put("seed", plan.seed())
        .put("warmUpSeconds", plan.warmUpNanos() / (double) TimeUnit.SECONDS.toNanos(1));
    node.put("seconds", r.seconds()).put("replies", r.replies()).put("errors", r.errors())
        .put("firstError", r.firstError()).put("perSecond", r.perSecond());
    node.putObject("latencyMillis").put("mean", r.meanMillis()).put("p50", r.percentileMillis(50))
        .put("p90", r.percentileMillis(90)).put("p99", r.percentileMillis(99)).put("p999", r.percentileMillis(99.9))
        .put("max", r.maxMillis());
    node.put("clientCpuMicrosPerRequest", r.clientCpuMicros());
    if (r.serverResidentBytes() > 0)
      node.put("serverCpuMicrosPerRequest", r.serverCpuMicros()).put("serverResidentBytes", r.serverResidentBytes());
    return node;
  }
}
