package io.vertikv.placement.report;

/** About how much a region holds. */
public record RegionSize(long bytes, long keys) {
  public static final RegionSize EMPTY = new RegionSize(0, 0);

  public RegionSize {
    if (bytes < 0 || keys < 0) throw new IllegalArgumentException("negative size");
  }
}
