package io.vertikv.tools.config;

import java.nio.file.Path;
import java.util.List;

/** Where data lies and when it is safe there. */
public record StorageConfig(Path data, SyncMode sync, long syncIntervalMillis, long logSegmentBytes,
    long logTotalBytes, long freeBytesMin) {
  static final Setting<Path> DATA = Setting.of("data", Kind.folder(), "./data",
      "Folder of the data, made when it is not there. One process at a time may use it.");
  static final Setting<SyncMode> SYNC = Setting.of("sync", Kind.choice(SyncMode.class), "always",
      "When a write is fsynced. always: before its reply; nothing acknowledged is ever lost.",
      "interval: every log.sync-interval; a power cut may lose that much.",
      "never: when the operating system does; a crash of the process alone loses nothing.");
  static final Setting<Long> SYNC_INTERVAL = Setting.of("log.sync-interval", Kind.time(1, 60_000), "1s",
      "How often the log is fsynced with sync = interval.");
  static final Setting<Long> SEGMENT_SIZE = Setting.of("log.segment-size", Kind.size(1 << 20, 1L << 30), "64MiB",
      "Size of one file of the Raft log. Space is given back a file at a time.");
  static final Setting<Long> TOTAL_SIZE = Setting.of("log.total-size", Kind.size(4 << 20, 1L << 40), "1GiB",
      "When the log grows over this, the engine is flushed so that old segments can go.",
      "More means fewer flushes and a longer replay after a crash.");
  static final Setting<Long> FREE_MIN = Setting.of("disk.free-min", Kind.size(16 << 20, 1L << 40), "256MiB",
      "With less free on the disk of the data folder, commands that may add data are refused with MISCONF, while",
      "reads and deletes go on. The rest is for deletes, the log and the engine's compactions.");
  static final List<Setting<?>> TOP = List.of(DATA, SYNC);
  static final List<Setting<?>> DISK = List.of(FREE_MIN);
  static final List<Setting<?>> LOG = List.of(SYNC_INTERVAL, SEGMENT_SIZE, TOTAL_SIZE);

  public StorageConfig {
    if (logTotalBytes < 2 * logSegmentBytes)
      throw new IllegalArgumentException("log.total-size = %s: must be at least twice log.segment-size, which is %s"
          .formatted(Quantities.size(logTotalBytes), Quantities.size(logSegmentBytes)));
  }

  static StorageConfig from(Values values) {
    return new StorageConfig(values.get(DATA), values.get(SYNC), values.get(SYNC_INTERVAL), values.get(SEGMENT_SIZE),
        values.get(TOTAL_SIZE), values.get(FREE_MIN));
  }
}
