package io.vertikv.resp.session;

import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One loop's counters: plain fields that only its loop writes. Readers on other threads see values that may lag, which is
 * all that INFO needs; nothing is decided by them.
 */
final class LoopStatistics {
  /** Codes counted on their own; Redis stops there as well, since a client can make up codes only through scripts. */
  private static final int ERROR_CODES_MAX = 128;
  /** What Redis' latency tracking covers: a nanosecond to a second, two digits. */
  private static final long TRACKED_NANOS_MAX = 1_000_000_000L;

  final long[] calls;
  final long[] nanos;
  final long[] rejected;
  final long[] failed;
  /** By route; made when a command first runs on this loop, so that an idle node carries none. Only for the loop. */
  private final Histogram[] latencies;
  long commands;
  long connections;
  long inputBytes;
  long outputBytes;
  long reads;
  long writes;
  long hits;
  long misses;
  long expiredKeys;
  long errors;
  long protocolErrors;
  long outputLimitCloses;
  /** As they were at the end of the last second, and what that second had. */
  private long commandsBefore;
  private long inputBytesBefore;
  private long outputBytesBefore;
  long commandsPerSecond;
  long inputBytesPerSecond;
  long outputBytesPerSecond;
  /** Replaced when a code is new, so that readers never see a map that changes. */
  private volatile Map<String, long[]> errorCodes = Map.of();

  LoopStatistics(int routes) {
    calls = new long[routes];
    nanos = new long[routes];
    rejected = new long[routes];
    failed = new long[routes];
    latencies = new Histogram[routes];
  }

  /** A command ran for so long. */
  void ran(int route, long nanos) {
    calls[route]++;
    this.nanos[route] += nanos;
    Histogram latency = latencies[route];
    if (latency == null) latency = latencies[route] = new Histogram(TRACKED_NANOS_MAX, 2);
    latency.recordValue(Math.clamp(nanos, 1, TRACKED_NANOS_MAX));
  }

  /** A socket was read. */
  void read(int bytes) {
    reads++;
    inputBytes += bytes;
  }

  /** A socket was written. */
  void written(int bytes) {
    writes++;
    outputBytes += bytes;
  }

  /** What a command came upon in the data. */
  void looked(int hits, int misses, int expiredKeys) {
    this.hits += hits;
    this.misses += misses;
    this.expiredKeys += expiredKeys;
  }

  /** Null: never ran here. */
  Histogram latency(int route) { return latencies[route]; }

  /** LATENCY RESET and CONFIG RESETSTAT. */
  void forgetLatencies() { java.util.Arrays.fill(latencies, null); }

  /** Called once a second on the loop. */
  void secondPassed() {
    commandsPerSecond = commands - commandsBefore;
    inputBytesPerSecond = inputBytes - inputBytesBefore;
    outputBytesPerSecond = outputBytes - outputBytesBefore;
    commandsBefore = commands;
    inputBytesBefore = inputBytes;
    outputBytesBefore = outputBytes;
  }

  /** Counts an error reply by its code, the text's first word. */
  void error(String text) {
    errors++;
    int space = text.indexOf(' ');
    String code = space < 0 ? text : text.substring(0, space);
    long[] counter = errorCodes.get(code);
    if (counter == null) {
      if (errorCodes.size() >= ERROR_CODES_MAX) return;
      Map<String, long[]> more = new HashMap<>(errorCodes);
      counter = new long[1];
      more.put(code, counter);
      errorCodes = more;
    }
    counter[0]++;
  }

  Map<String, long[]> errorCodes() { return errorCodes; }

  void reset() {
    java.util.Arrays.fill(calls, 0);
    java.util.Arrays.fill(nanos, 0);
    java.util.Arrays.fill(rejected, 0);
    java.util.Arrays.fill(failed, 0);
    commands = connections = inputBytes = outputBytes = reads = writes = errors = protocolErrors = outputLimitCloses = 0;
    commandsBefore = inputBytesBefore = outputBytesBefore = 0;
    commandsPerSecond = inputBytesPerSecond = outputBytesPerSecond = 0;
    hits = misses = expiredKeys = 0;
    errorCodes = Map.of();
    forgetLatencies();
  }
}
