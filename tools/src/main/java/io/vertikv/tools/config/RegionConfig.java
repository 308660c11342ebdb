package io.vertikv.tools.config;

import java.util.List;

/** What may pile up inside of the node before sockets are paused (rule R10 of the region). */
public record RegionConfig(int inboxCommands, long pendingBytes, long applyQueueBytes, long deadlineMillis) {
  static final Setting<Integer> INBOX = Setting.of("region.inbox-commands", Kind.integer(16, 1_000_000), "65536",
      "Commands that may wait for their turn in one region.");
  static final Setting<Long> PENDING = Setting.of("region.pending-bytes", Kind.size(1 << 20, 1L << 32), "128MiB",
      "Writes that have run and are not yet committed and applied, for one region.");
  static final Setting<Long> APPLY_QUEUE = Setting.of("region.apply-queue-bytes", Kind.size(1 << 20, 1L << 32),
      "128MiB",
      "Committed writes that wait for the engine, for the whole store.");
  static final Setting<Long> DEADLINE = Setting.of("region.deadline", Kind.time(100, 600_000), "10s",
      "How long a command may wait (for a leader, a lock, room) before it is answered with an error.");
  static final List<Setting<?>> SETTINGS = List.of(INBOX, PENDING, APPLY_QUEUE, DEADLINE);

  static RegionConfig from(Values values) {
    return new RegionConfig(values.get(INBOX), values.get(PENDING), values.get(APPLY_QUEUE), values.get(DEADLINE));
  }
}
