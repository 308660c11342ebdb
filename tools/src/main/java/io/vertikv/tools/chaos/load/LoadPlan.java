package io.vertikv.tools.chaos.load;

import java.nio.file.Path;
import java.util.List;

/**
 * @param perSecond about so many requests of all clients together; 0: as fast as answers come
 * @param folder where histories are kept that do not hold
 */
public record LoadPlan(int clients, int perSecond, List<WorkloadKind> workloads, int eraMillis, long seed,
    Path folder) {
  private static final int MICROS_PER_SECOND = 1_000_000;

  public LoadPlan { workloads = List.copyOf(workloads); }

  /** What a client waits between two requests, on average. */
  long restMicros() {
    return perSecond == 0 ? 0 : (long) MICROS_PER_SECOND * clients / perSecond;
  }
}
