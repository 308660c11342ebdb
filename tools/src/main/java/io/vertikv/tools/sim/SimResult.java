package io.vertikv.tools.sim;

import java.util.List;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param violation empty: everything held
 * @param happened  how often, by what the trace calls it
 * @param trace     the last lines, when the plan asked for them
 */
public record SimResult(long traceHash, long steps, long virtualNanos, long committed, long acknowledged, long reads,
    long unknown, String violation, Map<String, Long> happened, List<String> trace) {
  public boolean held() { return violation.isEmpty(); }
}
