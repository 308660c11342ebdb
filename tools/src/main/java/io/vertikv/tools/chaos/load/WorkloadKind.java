package io.vertikv.tools.chaos.load;

import java.util.List;
import java.util.function.Function;

/** The workloads by name. */
public enum WorkloadKind {
  REGISTERS(Registers::new), COUNTERS(Counters::new), LISTS(Lists::new), BANK(Bank::new), TRANSACTIONS(
      Transactions::new);

  public static final List<WorkloadKind> ALL = List.of(values());

  private final Function<String, Workload> constructor;

  WorkloadKind(Function<String, Workload> constructor) { this.constructor = constructor; }

  /** On keys that begin with this. */
  public Workload on(String prefix) {
    return constructor.apply(prefix);
  }
}
