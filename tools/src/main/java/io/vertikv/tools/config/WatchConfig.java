package io.vertikv.tools.config;

import java.util.List;

/** What is written down for people: slow commands, latency events, the log. */
public record WatchConfig(long slowlogThresholdMicros, int slowlogLength, long latencyThresholdMillis,
    LogLevel logLevel,
    LogFormat logFormat, long blockedLoopMillis) {
  static final Setting<Integer> SLOWLOG_THRESHOLD = Setting.of("slowlog.threshold-micros",
      Kind.integer(-1, Integer.MAX_VALUE), "10000",
      "Commands that execute for longer are kept in SLOWLOG. 0: all of them. -1: none.");
  static final Setting<Integer> SLOWLOG_LENGTH = Setting.of("slowlog.length", Kind.integer(0, 1_000_000), "128",
      "How many of them are kept.");
  static final Setting<Integer> LATENCY_THRESHOLD = Setting.of("latency.threshold-millis", Kind.integer(0, 3_600_000),
      "0",
      "Events that take at least this long are kept for LATENCY. 0: none.");
  static final Setting<LogLevel> LEVEL = Setting.of("logging.level", Kind.choice(LogLevel.class), "info",
      "The least important message that is still logged.");
  static final Setting<LogFormat> FORMAT = Setting.of("logging.format", Kind.choice(LogFormat.class), "plain",
      "plain: a line of text for people. json: an object per line for log collectors.");
  static final Setting<Long> BLOCKED_LOOP = Setting.of("logging.blocked-loop", Kind.time(1, 60_000), "500ms",
      "An event loop that is busy with one thing for this long is logged with its stack.");
  static final List<Setting<?>> SLOWLOG = List.of(SLOWLOG_THRESHOLD, SLOWLOG_LENGTH);
  static final List<Setting<?>> LATENCY = List.of(LATENCY_THRESHOLD);
  static final List<Setting<?>> LOGGING = List.of(LEVEL, FORMAT, BLOCKED_LOOP);

  static WatchConfig from(Values values) {
    return new WatchConfig(values.get(SLOWLOG_THRESHOLD), values.get(SLOWLOG_LENGTH), values.get(LATENCY_THRESHOLD),
        values.get(LEVEL), values.get(FORMAT), values.get(BLOCKED_LOOP));
  }
}
