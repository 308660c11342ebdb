package io.vertikv.tools.config;

import java.util.List;

/** What may pile up inside of the node before sockets are paused (rule R10 of the region). */
public record RegionConfig(long pendingBytes, long leaderWaitMillis) {
  static final Setting<Long> PENDING = Setting.of("region.pending-bytes", Kind.size(1 << 20, 1L << 32), "128MiB",
      "Writes that have run and are not yet committed and applied, for one region.");
  static final Setting<Long> LEADER_WAIT = Setting.of("region.leader-wait", Kind.time(100, 60_000), "5s",
      "How long a command waits for a leader before it is answered TRYAGAIN.");
  static final List<Setting<?>> SETTINGS = List.of(PENDING, LEADER_WAIT);

  static RegionConfig from(Values values) { return new RegionConfig(values.get(PENDING), values.get(LEADER_WAIT)); }
}
