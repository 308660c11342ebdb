package io.vertikv.resp.admin;

import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.LatencyEvents;
import io.vertikv.resp.session.LatencyEvents.Sample;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What was slow, in words, as a picture, and as counts. */
final class LatencyReport {
  private static final int ROWS = 4;
  private static final String SHADES = "_o#";
  /** Redis' first bucket, about a microsecond; each next one is twice as wide. */
  private static final long FIRST_BUCKET_NANOS = 1024;

  private LatencyReport() {}

  /** Upper bounds in microseconds with how many calls took no longer, as far as each bound adds any. */
  static Reply buckets(Histogram latency) {
    List<Reply> flat = new ArrayList<>();
    long total = latency.getTotalCount();
    long before = 0;
    for (long bound = FIRST_BUCKET_NANOS; before < total; bound *= 2) {
      long until = latency.getCountBetweenValues(0, bound);
      if (until == before) continue;
      flat.add(Reply.integer(bound / 1000));
      flat.add(Reply.integer(until));
      before = until;
    }
    return Reply.map(flat);
  }

  static String advice(LatencyEvents events) {
    if (events.thresholdMillis() == 0) {
      return "Latency is not watched: CONFIG SET latency-monitor-threshold <milliseconds> switches it on.\n";
    }
    List<LatencyEvents.Kind> kinds = events.all();
    if (kinds.isEmpty()) return "Nothing took " + events.thresholdMillis() + " ms or longer.\n";
    StringBuilder text = new StringBuilder("Events that took at least " + events.thresholdMillis() + " ms:\n\n");
    for (LatencyEvents.Kind kind : kinds) {
      long sum = kind.samples().stream().mapToLong(Sample::millis).sum();
      text.append(kind.name()).append(": ").append(kind.samples().size()).append(" seconds had one, the worst took ")
          .append(kind.worstMillis()).append(" ms, the mean of the worst of each is ")
          .append(sum / kind.samples().size()).append(" ms.\n");
    }
    return text.append("\nSee SLOWLOG GET for the commands, and INFO commandstats for how often they run.\n")
        .toString();
  }

  /** A column per sample, oldest first; its height says how long, the numbers below how many seconds ago. */
  static String graph(LatencyEvents.Kind kind, long nowSeconds) {
    long low = kind.samples().stream().mapToLong(Sample::millis).min().orElse(0);
    long high = kind.samples().stream().mapToLong(Sample::millis).max().orElse(0);
    StringBuilder text = new StringBuilder(kind.name() + " - high " + high + " ms, low " + low + " ms (all time high "
        + kind.worstMillis() + " ms)\n" + "-".repeat(80) + "\n");
    int steps = ROWS * SHADES.length();
    for (int row = ROWS - 1; row >= 0; row--) {
      for (Sample sample : kind.samples()) text.append(shade(sample, low, high, steps, row));
      text.append('\n');
    }
    for (Sample sample : kind.samples()) text.append(age(nowSeconds - sample.unixSeconds()).charAt(0));
    text.append('\n');
    for (Sample sample : kind.samples()) text.append(unit(nowSeconds - sample.unixSeconds()));
    return text.append('\n').toString();
  }

  private static char shade(Sample sample, long low, long high, int steps, int row) {
    int level = high == low ? 0 : (int) ((sample.millis() - low) * (steps - 1) / (high - low));
    int inRow = level - row * SHADES.length();
    return inRow < 0 ? ' ' : inRow >= SHADES.length() ? '|' : SHADES.charAt(inRow);
  }

  private static String age(long seconds) {
    long value = seconds < 60
        ? seconds
        : seconds < 3600
            ? seconds / 60
            : seconds < 86_400
                ? seconds / 3600
                : seconds / 86_400;
    return Long.toString(value);
  }

  private static char unit(long seconds) {
    return seconds < 60 ? 's' : seconds < 3600 ? 'm' : seconds < 86_400 ? 'h' : 'd';
  }
}
