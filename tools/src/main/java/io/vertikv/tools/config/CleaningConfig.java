package io.vertikv.tools.config;

import java.util.List;

/** What is cleared away behind the commands: superseded versions and expired keys. */
public record CleaningConfig(long gcRetentionMillis, long gcIntervalMillis, long expiryIntervalMillis,
    int expiryBatchKeys) {
  static final Setting<Long> GC_RETENTION = Setting.of("gc.retention", Kind.time(0, 604_800_000), "0s",
      "How far back reads at a past timestamp reach. 0: replaced versions are not kept, which makes a write half as dear.");
  static final Setting<Long> GC_INTERVAL = Setting.of("gc.interval", Kind.time(100, 3_600_000), "1s",
      "How often replaced versions that are old enough are dropped.");
  static final Setting<Long> EXPIRY_INTERVAL = Setting.of("expiry.interval", Kind.time(10, 60_000), "100ms",
      "How often expired keys are swept. An expired key is invisible at once, swept or not.");
  static final Setting<Integer> EXPIRY_BATCH = Setting.of("expiry.batch-keys", Kind.integer(1, 100_000), "1000",
      "Most keys removed in one sweep of one region.");
  static final List<Setting<?>> GC = List.of(GC_RETENTION, GC_INTERVAL);
  static final List<Setting<?>> EXPIRY = List.of(EXPIRY_INTERVAL, EXPIRY_BATCH);

  static CleaningConfig from(Values values) {
    return new CleaningConfig(values.get(GC_RETENTION), values.get(GC_INTERVAL), values.get(EXPIRY_INTERVAL),
        values.get(EXPIRY_BATCH));
  }
}
