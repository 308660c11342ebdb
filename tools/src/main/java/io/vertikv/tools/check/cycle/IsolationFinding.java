package io.vertikv.tools.check.cycle;

import io.vertikv.tools.check.Finding;

/** An anomaly and the transactions that show it. {@code realTime}: it is one only because of when they happened. */
public record IsolationFinding(Anomaly anomaly, boolean realTime, String trace) {
  public String name() { return realTime ? anomaly + "-realtime" : anomaly.toString(); }

  Finding finding() { return new Finding(name(), trace); }
}
