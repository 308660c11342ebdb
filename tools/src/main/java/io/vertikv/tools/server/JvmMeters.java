package io.vertikv.tools.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;

/** What the Java process itself can tell: memory, collections, threads, processor, files, network buffers. */
final class JvmMeters implements AutoCloseable {
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Slow the first time (it wakes up the platform's management beans): off the loops, after the ports are open. */
  void bindTo(MeterRegistry meters) {
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ClassLoaderMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    collections.bindTo(meters);
    PooledByteBufAllocatorMetric buffers = PooledByteBufAllocator.DEFAULT.metric();
    meters.gauge("vertikv.netty.direct.bytes", buffers, PooledByteBufAllocatorMetric::usedDirectMemory);
    meters.gauge("vertikv.netty.heap.bytes", buffers, PooledByteBufAllocatorMetric::usedHeapMemory);
  }

  @Override
  public void close() { collections.close(); }
}
