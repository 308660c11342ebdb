package io.vertikv.tools.server;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import io.vertikv.resp.admin.ServerFacts;
import io.vertikv.resp.cluster.ClusterMap;
import io.vertikv.tools.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What INFO and its like are told of this process: a shell around the JVM, the operating system and the disk. */
final class ProcessFacts implements ServerFacts {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessFacts.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int RUN_ID_BYTES = 20;
  private static final double TICKS_PER_SECOND = 100;

  private final NodeContext context;
  private final Identity identity;
  private final LongSupplier engineBytes;
  private final LongSupplier logBytes;
  private final Supplier<Replication> replication;
  private final Supplier<ClusterMap> cluster;

  ProcessFacts(NodeContext context, LongSupplier engineBytes, LongSupplier logBytes,
      Supplier<Replication> replication, Supplier<ClusterMap> cluster) {
    this.replication = replication;
    this.cluster = cluster;
    this.context = context;
    this.engineBytes = engineBytes;
    this.logBytes = logBytes;
    byte[] runId = new byte[RUN_ID_BYTES];
    new SecureRandom().nextBytes(runId);
    ProcessHandle process = ProcessHandle.current();
    identity = new Identity(Version.number(), HexFormat.of().formatHex(runId),
        System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
        process.pid(), process.info().command().orElse("java"), System.getProperty("vertikv.config.file", ""),
        process.info().startInstant().orElseGet(Instant::now).toEpochMilli());
  }

  @Override
  public Identity identity() { return identity; }

  @Override
  public Memory memory() {
    Runtime runtime = Runtime.getRuntime();
    PooledByteBufAllocatorMetric buffers = PooledByteBufAllocator.DEFAULT.metric();
    List<String> status = lines(STATUS);
    return new Memory(runtime.totalMemory() - runtime.freeMemory(), runtime.totalMemory(), runtime.maxMemory(),
        buffers.usedDirectMemory(), engineBytes.getAsLong(), kilobytes(status, "VmRSS:"), kilobytes(status, "VmHWM:"),
        machineBytes());
  }

  private static long machineBytes() {
    return kilobytes(lines(Path.of("/proc/meminfo")), "MemTotal:");
  }

  /** The kernel's own files, made in memory: reading one does not wait for a disk. Elsewhere than on Linux: nothing. */
  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException failure) {
      LOG.debug("{} cannot be read", file, failure);
      return List.of();
    }
  }

  private static long kilobytes(List<String> lines, String name) {
    for (String line : lines) {
      if (line.startsWith(name)) return Long.parseLong(line.substring(name.length(), line.length() - 2).strip()) << 10;
    }
    return 0;
  }

  /** Fields 14 and 15 of /proc/self/stat, counted behind the name, which may contain anything. */
  @Override
  public Processor processor() {
    List<String> stat = lines(Path.of("/proc/self/stat"));
    if (stat.isEmpty()) return new Processor(0, 0);
    String[] fields = stat.getFirst().substring(stat.getFirst().lastIndexOf(')') + 2).split(" ");
    return new Processor(Long.parseLong(fields[11]) / TICKS_PER_SECOND, Long.parseLong(fields[12]) / TICKS_PER_SECOND);
  }

  @Override
  public Storage storage() {
    return new Storage(context.data().toAbsolutePath().toString(),
        context.config().storage().sync().name().toLowerCase(Locale.ROOT), logBytes.getAsLong());
  }

  @Override
  public Replication replication() { return replication.get(); }

  @Override
  public ClusterMap cluster() { return cluster.get(); }

  /** As on SIGTERM: the shutdown hook drains. A thread of its own, since exit waits for the loops. */
  @Override
  public void shutDown() {
    LOG.info("told to stop by SHUTDOWN");
    Thread.ofPlatform().name("vertikv-exit").start(() -> System.exit(0));
  }
}
