package io.vertikv.placement.scheduler;

/**
 * How full a store is, as a number to be made even. After PD's second formula: on a roomy disk the score is the size of the
 * store's regions, so that load is spread; the closer the free space comes to the reserve, the more every byte weighs; below it
 * free space alone decides. With C capacity, A available, F reserve (all in GiB), R size of the regions in MiB:
 *
 * <pre>
 *   A above F:   (1 + 256 x (ln C - ln(A - F + 1)) / (C - (A - F + 1))) x R
 *   else:        (1 + 256 x ln C / C) x R + 10^7 x (F - A) / F
 * </pre>
 */
public final class RegionScore {
  private static final double GIB = 1 << 30;
  private static final double MIB = 1 << 20;
  private static final double WEIGHT = 256;
  private static final double FULL = 1e7;

  private RegionScore() {}

  /** @param regionBytes what the store holds, or would hold; {@code availableBytes} is what it would have free then */
  public static double of(double regionBytes, double availableBytes, double capacityBytes, double reserveBytes) {
    double size = regionBytes / MIB;
    double capacity = capacityBytes / GIB;
    double available = availableBytes / GIB;
    double reserve = reserveBytes / GIB;
    if (capacity < 1 && available > reserve) return size;
    if (available > reserve) return (1 + WEIGHT * slope(capacity, available - reserve + 1)) * size;
    return (1 + WEIGHT * Math.log(Math.max(capacity, 1)) / Math.max(capacity, 1)) * size
        + FULL * (reserve - available) / Math.max(reserve, 1e-9);
  }

  /** Of the logarithm between free and capacity; where they meet, its derivative. */
  private static double slope(double capacity, double free) {
    return Math.abs(capacity - free) < 1e-6 ? 1 / capacity : (Math.log(capacity) - Math.log(free)) / (capacity - free);
  }
}
