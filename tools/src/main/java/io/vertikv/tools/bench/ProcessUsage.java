package io.vertikv.tools.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** CPU time (user and system, all threads) and resident memory of a process, as /proc tells them. Linux only. */
record ProcessUsage(long cpuNanos, long residentBytes) {
  static final ProcessUsage NONE = new ProcessUsage(0, 0);
  /** USER_HZ: 100 on every Linux that Java runs on. */
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1) / 100;
  /** Places of utime and stime, counted from the field after the name, which may contain anything. */
  private static final int UTIME = 11;
  private static final int STIME = 12;

  /** Of all together. */
  static ProcessUsage of(List<Long> pids) {
    return pids.stream().map(ProcessUsage::of).reduce(NONE, ProcessUsage::plus);
  }

  private ProcessUsage plus(ProcessUsage other) {
    return new ProcessUsage(cpuNanos + other.cpuNanos, residentBytes + other.residentBytes);
  }

  static ProcessUsage of(long pid) {
    try {
      Path folder = Path.of("/proc", pid == 0 ? "self" : String.valueOf(pid));
      return parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1),
          Files.readAllLines(folder.resolve("status"), StandardCharsets.ISO_8859_1));
    } catch (IOException unreadable) {
      throw new BenchFailed("no figures of process " + pid + " under /proc: is it running?", unreadable);
    }
  }

  static ProcessUsage parse(String stat, List<String> status) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long resident = status.stream().filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024).findFirst().orElse(0);
    return new ProcessUsage((Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * TICK_NANOS, resident);
  }
}
