package io.vertikv.resp.admin;

import io.vertikv.resp.admin.InfoCommand.Database;
import io.vertikv.resp.admin.InfoCommand.Findings;
import io.vertikv.resp.session.Statistics;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The sections of INFO, in Redis' order and with Redis' field names. A field is here when something reads it and there is a
 * true value for it; 0 stands where it is true that there is none of it.
 */
enum InfoSection {
  SERVER("Server", InfoServer::server), CLIENTS("Clients", InfoServer::clients), MEMORY("Memory",
      InfoMemory::memory), PERSISTENCE("Persistence", InfoServer::persistence), STATS("Stats",
          InfoSection::stats), REPLICATION("Replication", InfoServer::replication), CPU("CPU",
              InfoServer::cpu), MODULES("Modules", (findings, lines) -> {}), COMMANDSTATS("Commandstats",
                  InfoSection::commandStats), ERRORSTATS("Errorstats", InfoSection::errorStats), LATENCYSTATS(
                      "Latencystats", InfoSection::latencyStats), CLUSTER("Cluster",
                          (findings, lines) -> lines.put("cluster_enabled",
                              findings.frontEnd().config().clusterMode() ? 1 : 0)), KEYSPACE("Keyspace",
                                  InfoSection::keyspace);

  static final Set<InfoSection> DEFAULT = EnumSet.complementOf(EnumSet.of(COMMANDSTATS, LATENCYSTATS));

  /** Lines of a section as they are written. */
  static final class Lines {
    private final StringBuilder text;

    Lines(StringBuilder text) { this.text = text; }

    Lines put(String name, Object value) {
      text.append(name).append(':').append(value).append("\r\n");
      return this;
    }

    Lines put(String name, String format, Object... values) {
      return put(name, String.format(Locale.ROOT, format, values));
    }
  }

  private final String title;
  private final BiConsumer<Findings, Lines> writer;

  InfoSection(String title, BiConsumer<Findings, Lines> writer) {
    this.title = title;
    this.writer = writer;
  }

  void write(Findings findings, StringBuilder text) {
    text.append("# ").append(title).append("\r\n");
    writer.accept(findings, new Lines(text));
  }

  private static void stats(Findings findings, Lines lines) {
    Statistics statistics = findings.frontEnd().statistics();
    Statistics.Rates rates = statistics.rates();
    Statistics.Traffic traffic = statistics.traffic();
    Statistics.Lookups lookups = statistics.lookups();
    lines.put("total_connections_received", statistics.connectionsReceived())
        .put("total_commands_processed", statistics.commands())
        .put("instantaneous_ops_per_sec", rates.commands())
        .put("total_net_input_bytes", traffic.inputBytes())
        .put("total_net_output_bytes", traffic.outputBytes())
        .put("total_net_repl_input_bytes", 0).put("total_net_repl_output_bytes", 0)
        .put("instantaneous_input_kbps", "%.2f", rates.inputBytes() / 1024.0)
        .put("instantaneous_output_kbps", "%.2f", rates.outputBytes() / 1024.0)
        .put("instantaneous_input_repl_kbps", "0.00").put("instantaneous_output_repl_kbps", "0.00")
        .put("rejected_connections", statistics.connectionsRejected())
        .put("sync_full", 0).put("sync_partial_ok", 0).put("sync_partial_err", 0)
        .put("expired_keys", lookups.expiredKeys())
        .put("expired_time_cap_reached_count", 0)
        .put("evicted_keys", 0).put("evicted_clients", 0)
        .put("total_eviction_exceeded_time", 0).put("current_eviction_exceeded_time", 0)
        .put("keyspace_hits", lookups.hits()).put("keyspace_misses", lookups.misses())
        .put("pubsub_channels", 0).put("pubsub_patterns", 0).put("pubsubshard_channels", 0)
        .put("latest_fork_usec", 0).put("total_forks", 0)
        .put("migrate_cached_sockets", 0).put("slave_expires_tracked_keys", 0)
        .put("active_defrag_hits", 0).put("active_defrag_misses", 0)
        .put("active_defrag_key_hits", 0).put("active_defrag_key_misses", 0)
        .put("total_active_defrag_time", 0).put("current_active_defrag_time", 0)
        .put("tracking_total_keys", 0).put("tracking_total_items", 0).put("tracking_total_prefixes", 0)
        .put("unexpected_error_replies", 0)
        .put("total_error_replies", statistics.errorReplies())
        .put("dump_payload_sanitizations", 0)
        .put("total_reads_processed", traffic.reads()).put("total_writes_processed", traffic.writes())
        .put("io_threaded_reads_processed", 0).put("io_threaded_writes_processed", 0)
        .put("client_output_buffer_limit_disconnections", statistics.outputLimitCloses())
        .put("vertikv_protocol_errors", statistics.protocolErrors());
  }

  private static void commandStats(Findings findings, Lines lines) {
    for (Statistics.CommandStatistics command : findings.frontEnd().statistics().byCommand()) {
      double each = command.calls() == 0 ? 0 : (double) command.micros() / command.calls();
      lines.put("cmdstat_" + command.name(), "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
          command.calls(), command.micros(), each, command.rejected(), command.failed());
    }
  }

  private static void errorStats(Findings findings, Lines lines) {
    findings.frontEnd().statistics().byErrorCode()
        .forEach((code, count) -> lines.put("errorstat_" + code, "count=" + count));
  }

  private static void latencyStats(Findings findings, Lines lines) {
    findings.latencies().forEach((name, latency) -> lines.put("latency_percentiles_usec_" + name,
        "p50=%.3f,p99=%.3f,p99.9=%.3f", latency.getValueAtPercentile(50) / 1000.0,
        latency.getValueAtPercentile(99) / 1000.0, latency.getValueAtPercentile(99.9) / 1000.0));
  }

  private static void keyspace(Findings findings, Lines lines) {
    for (Database database : findings.databases()) {
      lines.put("db" + database.number(),
          "keys=" + database.keys() + ",expires=" + database.expires() + ",avg_ttl=" + database.averageTtlMillis());
    }
  }
}
