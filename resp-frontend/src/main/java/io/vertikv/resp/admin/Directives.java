package io.vertikv.resp.admin;

import static io.vertikv.resp.admin.Directive.fixed;
import static io.vertikv.resp.admin.Directive.number;
import static io.vertikv.resp.admin.Directive.only;
import static io.vertikv.resp.admin.Directive.text;

import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.RespConfig;
import io.vertikv.resp.type.IntSet;
import io.vertikv.resp.type.Packed;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every directive that CONFIG knows, with Redis' names. What Redis has and this server has not is not here. */
final class Directives {
  private static final long SLOW_LOG_MAX = 1_000_000;
  private static final String NO_SNAPSHOTS = "Invalid save parameters: there are no snapshots, every write is in the log";
  private static final String LOG_IS_ON = "the log is always on; see the setting sync";
  private static final String NO_EVENTS = "keyspace notifications are not supported";
  private static final String NO_LIMIT = "maxmemory must be 0: data lies on disk, caches have limits of their own";
  private static final String NO_EVICTION = "argument(s) must be one of the following: noeviction";
  private static final Map<String, String> FSYNC = Map.of("always", "always", "interval", "everysec", "never", "no");

  private Directives() {}

  /** In alphabetical order. */
  static List<Directive> all(ServerFacts facts) {
    return Stream.of(settled(facts), layout(), network(), watching()).flatMap(List::stream)
        .sorted(java.util.Comparator.comparing(Directive::name)).collect(Collectors.toUnmodifiableList());
  }

  private static List<Directive> settled(ServerFacts facts) {
    return List.of(
        only("appendonly", "yes", LOG_IS_ON),
        fixed("appendfsync", frontEnd -> FSYNC.get(facts.storage().sync())),
        fixed("cluster-enabled", of(config -> config.clusterMode() ? "yes" : "no")),
        fixed("daemonize", "no"),
        fixed("databases", frontEnd -> Integer.toString(frontEnd.databases().count())),
        fixed("dir", frontEnd -> facts.storage().folder()),
        fixed("io-threads", frontEnd -> Integer.toString(Math.max(1, frontEnd.loops()))),
        fixed("lazyfree-lazy-eviction", "yes"), fixed("lazyfree-lazy-expire", "yes"),
        fixed("lazyfree-lazy-server-del", "yes"), fixed("lazyfree-lazy-user-del", "yes"),
        fixed("lazyfree-lazy-user-flush", "yes"),
        only("maxmemory", "0", NO_LIMIT),
        only("maxmemory-policy", "noeviction", NO_EVICTION),
        only("notify-keyspace-events", "", NO_EVENTS),
        only("save", "", NO_SNAPSHOTS),
        fixed("supervised", "no"));
  }

  /** Where a collection gets a key for each element, see {@link Packed}. */
  private static List<Directive> layout() {
    String entries = Integer.toString(Packed.ELEMENTS_MAX);
    String value = Integer.toString(Packed.ELEMENT_BYTES_MAX);
    return List.of(
        fixed("hash-max-listpack-entries", entries), fixed("hash-max-listpack-value", value),
        fixed("hash-max-ziplist-entries", entries), fixed("hash-max-ziplist-value", value),
        // Redis: -1 is 4 KiB a node.
        fixed("list-max-listpack-size", "-1"), fixed("list-max-ziplist-size", "-1"), fixed("list-compress-depth", "0"),
        fixed("set-max-intset-entries", Integer.toString(IntSet.ELEMENTS_MAX)),
        fixed("set-max-listpack-entries", entries), fixed("set-max-listpack-value", value),
        fixed("zset-max-listpack-entries", entries), fixed("zset-max-listpack-value", value),
        fixed("zset-max-ziplist-entries", entries), fixed("zset-max-ziplist-value", value));
  }

  private static List<Directive> network() {
    return List.of(
        fixed("bind", of(RespConfig::host)),
        fixed("client-output-buffer-limit",
            frontEnd -> "normal " + frontEnd.config().limits().outputBytesMax() + " 0 0"),
        fixed("client-query-buffer-limit", of(config -> config.limits().requestBytesMax())),
        number("maxclients", 1, Integer.MAX_VALUE, frontEnd -> (long) frontEnd.config().limits().connectionsMax(),
            (frontEnd, most) -> configure(frontEnd,
                config -> config.withLimits(config.limits().withConnectionsMax(most.intValue())))),
        fixed("port", of(config -> config.port())),
        fixed("proto-max-bulk-len", of(config -> config.limits().bulkBytesMax())),
        fixed("protected-mode", "no"),
        text("requirepass", of(RespConfig::password),
            (frontEnd, password) -> configure(frontEnd, config -> config.withPassword(password))),
        fixed("tcp-backlog", of(config -> config.backlog())),
        number("timeout", 0, Integer.MAX_VALUE, frontEnd -> (long) frontEnd.config().idleSeconds(),
            (frontEnd, seconds) -> configure(frontEnd, config -> config.withIdleSeconds(seconds.intValue()))));
  }

  private static List<Directive> watching() {
    return List.of(
        number("latency-monitor-threshold", 0, Long.MAX_VALUE, frontEnd -> frontEnd.latencyEvents().thresholdMillis(),
            (frontEnd, millis) -> frontEnd.latencyEvents().keepFrom(millis)),
        fixed("latency-tracking", "yes"),
        fixed("latency-tracking-info-percentiles", "50 99 99.9"),
        number("slowlog-log-slower-than", -1, Long.MAX_VALUE, frontEnd -> frontEnd.config().slowMicros(),
            (frontEnd, micros) -> configure(frontEnd, config -> config.withSlowMicros(micros))),
        number("slowlog-max-len", 0, SLOW_LOG_MAX, frontEnd -> (long) frontEnd.slowLog().entriesMax(),
            (frontEnd, entries) -> frontEnd.slowLog().keep(entries.intValue())));
  }

  private static Function<FrontEnd, String> of(Function<RespConfig, Object> value) {
    return frontEnd -> String.valueOf(value.apply(frontEnd.config()));
  }

  private static void configure(FrontEnd frontEnd, UnaryOperator<RespConfig> change) { frontEnd.configure(change); }
}
