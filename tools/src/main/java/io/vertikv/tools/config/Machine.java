package io.vertikv.tools.config;

import java.lang.management.ManagementFactory;

/**
 * What "auto" is computed from. {@code memoryBytes} is what this process may use (container limit or machine),
 * {@code heapBytes} the most that the Java heap may grow to.
 */
public record Machine(int processors, long memoryBytes, long heapBytes) {
  /** Set by the launcher, which has already read the limits of machine and container to choose the heap. */
  public static final String MEMORY_PROPERTY = "vertikv.memory.bytes";

  public Machine {
    if (processors < 1 || memoryBytes < 1 || heapBytes < 1)
      throw new IllegalArgumentException("a machine has processors and memory: " + processors + ", " + memoryBytes);
  }

  /** The machine that this process runs on. */
  public static Machine measured() {
    Runtime runtime = Runtime.getRuntime();
    long fromLauncher = Long.getLong(MEMORY_PROPERTY, 0);
    long memory = fromLauncher > 0 ? fromLauncher : memoryOfThisContainer(runtime.maxMemory());
    return new Machine(runtime.availableProcessors(), memory, runtime.maxMemory());
  }

  private static long memoryOfThisContainer(long otherwise) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : otherwise;
  }
}
