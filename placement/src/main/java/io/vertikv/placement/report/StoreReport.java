package io.vertikv.placement.report;

/** A store's heartbeat. */
public record StoreReport(long store, Disk disk, int regions, int leaders, Condition condition) {
  /** In bytes. */
  public record Disk(long capacity, long used, long available) {
    public Disk {
      if (capacity < 0 || used < 0 || available < 0) throw new IllegalArgumentException("negative disk");
    }
  }

  /**
   * @param slowScore 1 (fast) to 100, from probes of its disk and the latency of its log
   * @param busySnapshots being sent, received or applied
   */
  public record Condition(int slowScore, int busySnapshots) {
    public static final Condition GOOD = new Condition(1, 0);

    public Condition {
      if (slowScore < 1 || slowScore > 100) throw new IllegalArgumentException("slow score " + slowScore);
    }
  }

  public StoreReport {
    if (store <= 0 || regions < 0 || leaders < 0) throw new IllegalArgumentException("report of store " + store);
  }
}
