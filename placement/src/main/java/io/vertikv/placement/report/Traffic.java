package io.vertikv.placement.report;

/** So many commands, and the bytes that they read or wrote. */
public record Traffic(long queries, long bytes) {
  public static final Traffic NONE = new Traffic(0, 0);

  public Traffic {
    if (queries < 0 || bytes < 0) throw new IllegalArgumentException("negative traffic");
  }

  /** Both in one number, bytes a second, since a command costs something however little it moves. */
  public long loadPerSecond(long queryCostBytes, long millis) {
    return millis == 0 ? 0 : (long) ((bytes + (double) queries * queryCostBytes) * 1000 / millis);
  }
}
