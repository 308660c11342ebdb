package io.vertikv.tools.config;

import java.util.List;

/** What may pile up inside of the node before sockets are paused (rule R10 of the region). */
public record RegionConfig(long pendingBytes) {
  static final Setting<Long> PENDING = Setting.of("region.pending-bytes", Kind.size(1 << 20, 1L << 32), "128MiB",
      "Writes that have run and are not yet committed and applied, for one region.");
  static final List<Setting<?>> SETTINGS = List.of(PENDING);

  static RegionConfig from(Values values) { return new RegionConfig(values.get(PENDING)); }
}
