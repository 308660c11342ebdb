package io.vertikv.tools.server;

import static io.vertikv.tools.server.MetricFamily.counter;
import static io.vertikv.tools.server.MetricFamily.counters;
import static io.vertikv.tools.server.MetricFamily.gauge;
import static io.vertikv.tools.server.MetricFamily.gauges;
import static io.vertikv.tools.server.MetricFamily.histogram;
import static io.vertikv.tools.server.MetricFamily.histograms;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertikv.resp.session.Stage;
import io.vertikv.resp.session.Statistics.CommandStatistics;
import io.vertikv.store.loop.Durations;
import io.vertikv.tools.server.StoreReadings.OfGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The metrics of the database, as one table. Loops count in plain fields of their own; all that costs anything happens here,
 * when somebody asks: everything is read once and then written.
 */
final class ServerMetrics implements MultiCollector {
  private static final double NANOS_PER_SECOND = 1e9;

  private static final List<MetricFamily<?>> FRONT_END = List.of(
      gauge("vertikv_connected_clients", "Open client connections.", now -> now.front().connectedClients()),
      counter("vertikv_connections_accepted", "Client connections accepted, those refused afterwards included.",
          now -> now.front().connectionsReceived()),
      counter("vertikv_connections_rejected", "Client connections refused because there were too many.",
          now -> now.front().connectionsRejected()),
      counter("vertikv_commands_received", "Commands taken from the input, whatever became of them.",
          now -> now.front().commands()),
      counters("vertikv_command_calls", "Commands that were run.", "command",
          now -> byCommand(now, CommandStatistics::calls)),
      counters("vertikv_command_failures", "Commands that were run and answered with an error.", "command",
          now -> byCommand(now, CommandStatistics::failed)),
      counters("vertikv_command_rejections", "Commands refused before they were run: arity, authentication, MULTI.",
          "command", now -> byCommand(now, CommandStatistics::rejected)),
      counters("vertikv_command_seconds", "Time spent in running commands, without any waiting.", "command",
          now -> byCommand(now, command -> command.nanos() / NANOS_PER_SECOND)),
      counters("vertikv_error_replies", "Error replies by their code.", "code", ServerMetrics::errors),
      counter("vertikv_network_input_bytes", "Bytes read from clients.", now -> now.front().traffic().inputBytes()),
      counter("vertikv_network_output_bytes", "Bytes handed to the kernel for clients.",
          now -> now.front().traffic().outputBytes()),
      counter("vertikv_network_reads", "Reads of client sockets.", now -> now.front().traffic().reads()),
      counter("vertikv_network_writes", "Writes to client sockets.", now -> now.front().traffic().writes()),
      counter("vertikv_protocol_errors", "Connections closed because what came is not the Redis protocol.",
          now -> now.front().protocolErrors()),
      counter("vertikv_output_limit_disconnections",
          "Connections closed because too much output waited for the client.",
          now -> now.front().outputLimitCloses()));

  private static final List<MetricFamily<?>> DATA = List.of(
      counter("vertikv_keyspace_hits", "Keys that reading commands asked for and found.",
          now -> now.front().lookups().hits()),
      counter("vertikv_keyspace_misses", "Keys that reading commands asked for and did not find.",
          now -> now.front().lookups().misses()),
      counter("vertikv_expired_keys", "Keys removed because their time had come.",
          now -> now.front().lookups().expiredKeys()),
      histograms("vertikv_stage_seconds",
          "What operations on the data spent in each stage; stages add up to the whole.",
          "stage", ServerMetrics::stages),
      histogram("vertikv_operation_seconds", "Operations on the data, from reading the socket to writing the reply.",
          now -> now.stages().whole()));

  private static final List<MetricFamily<?>> REGION = List.of(
      gauge("vertikv_region_rows", "Keys in the leader's memory: cached or not yet applied.",
          now -> now.store().loop().region().rows()),
      gauge("vertikv_region_row_bytes", "What these keys and their values take.",
          now -> now.store().loop().region().rowBytes()),
      counter("vertikv_region_row_evictions", "Keys dropped from the leader's memory to stay in its budget.",
          now -> now.store().loop().region().evictions()),
      gauge("vertikv_region_inbox_operations", "Operations that wait for their run.",
          now -> now.store().loop().region().inbox()),
      gauge("vertikv_region_unapplied_bytes", "Bytes of batches proposed and not yet applied.",
          now -> now.store().loop().region().unappliedBytes()),
      gauge("vertikv_region_apply_lag_entries", "Log entries committed and not yet applied.",
          now -> now.store().loop().applyLag()),
      counter("vertikv_region_stalls", "Times that intake stood still because too much was unapplied.",
          now -> now.store().loop().region().stalls()),
      counter("vertikv_region_operations", "Operations run, the repeated runs included.",
          now -> now.store().region().operations()),
      counter("vertikv_region_gated_operations", "Operations whose reply waited for a batch to be committed.",
          now -> now.store().region().released()),
      histogram("vertikv_region_queue_seconds", "How long a run's first operation had been in the inbox.",
          now -> now.store().region().queued()),
      histogram("vertikv_region_run_seconds", "Runs of the inbox.", now -> now.store().region().runs()),
      histogram("vertikv_region_propose_seconds", "Batches, from the start of their run until the log was given them.",
          now -> now.store().region().proposed()),
      histogram("vertikv_region_commit_seconds", "Batches, from there until they were committed.",
          now -> now.store().region().committed()),
      counter("vertikv_region_garbage_forgotten", "Superseded versions left to a scan because too many waited.",
          now -> now.store().garbageForgotten()),
      counter("vertikv_timestamps", "Timestamps given out by this node's oracle.",
          now -> now.store().loop().timestamps()));

  private static final List<MetricFamily<?>> LOG = List.of(
      counter("vertikv_log_batches", "Writes of the Raft log, each with all that waited.",
          now -> now.store().log().batches()),
      counter("vertikv_log_operations", "Appends and other records in these writes.",
          now -> now.store().log().operations()),
      counter("vertikv_log_bytes", "Bytes that they took in the queue.", now -> now.store().log().bytes()),
      histogram("vertikv_log_sync_seconds", "Syncs of the Raft log to the disk.", now -> now.store().syncs()),
      gauge("vertikv_log_queue_bytes", "Accepted and not yet acknowledged.", now -> now.store().logQueueBytes()),
      gauge("vertikv_log_live_bytes", "What the Raft log holds on disk.", now -> now.store().logLiveBytes()));

  private static final List<MetricFamily<?>> ENGINE = List.of(
      gauge("vertikv_engine_memtable_bytes", "RocksDB's memtables.", now -> now.store().engine().memtableBytes()),
      gauge("vertikv_engine_cache_bytes", "RocksDB's block cache in use.", now -> now.store().engine().cacheBytes()),
      gauge("vertikv_engine_cache_pinned_bytes", "The part of it that readers hold.",
          now -> now.store().engine().cachePinnedBytes()),
      gauge("vertikv_engine_table_reader_bytes", "Indexes and filters outside of the cache.",
          now -> now.store().engine().tableReaderBytes()),
      gauge("vertikv_engine_pending_compaction_bytes", "What compactions have still to rewrite, estimated.",
          now -> now.store().engine().pendingCompactionBytes()),
      gauge("vertikv_engine_running_flushes", "Flushes under way.", now -> now.store().engine().runningFlushes()),
      gauge("vertikv_engine_running_compactions", "Compactions under way.",
          now -> now.store().engine().runningCompactions()),
      gauge("vertikv_engine_write_stall", "0: writes are taken freely, 1: delayed, 2: stopped.",
          now -> now.store().engine().stall().ordinal()),
      gauge("vertikv_engine_level0_files", "Files at level 0 of the family that has most.",
          now -> now.store().engine().level0FilesMax()),
      gauge("vertikv_engine_table_file_bytes", "Table files on disk.", now -> now.store().engine().tableFileBytes()),
      gauge("vertikv_engine_live_bytes", "What of them is not superseded, estimated.",
          now -> now.store().engine().liveBytes()),
      counter("vertikv_engine_background_errors", "Failed flushes and compactions.",
          now -> now.store().engine().backgroundErrors()));

  private static final List<MetricFamily<?>> CLUSTER = List.of(
      gauge("vertikv_regions", "Regions of which this store has a replica.", now -> now.store().loop().regions()),
      gauges("vertikv_raft_leads", "Groups that this store leads: placement's, and those of the data's regions.",
          "group",
          now -> byGroup(now, OfGroup::leads)),
      gauges("vertikv_raft_term", "The group's term; the highest of all regions.", "group",
          now -> byGroup(now, OfGroup::term)),
      gauges("vertikv_raft_commit_index",
          "The last entry that this replica knows to be committed; added up over regions.", "group",
          now -> byGroup(now, OfGroup::commitIndex)),
      gauges("vertikv_raft_applied_index", "The last entry that this replica has applied; added up over regions.",
          "group",
          now -> byGroup(now, OfGroup::appliedIndex)),
      gauges("vertikv_raft_answering_peers", "Other peers that answer, at the store that leads.", "group",
          now -> byGroup(now, OfGroup::answering)),
      gauge("vertikv_snapshots", "Snapshots being sent or received, or waiting for that.",
          now -> now.store().loop().snapshots()),
      counters("vertikv_snapshots_sent", "Snapshots that arrived whole at another store.", "group",
          now -> byGroup(now, group -> group.snapshots().sent())),
      counters("vertikv_snapshots_installed", "Snapshots that replaced the state of the replica here.", "group",
          now -> byGroup(now, group -> group.snapshots().installed())),
      counters("vertikv_snapshots_failed", "Snapshots not made, not sent to the end, or not put in place.", "group",
          now -> byGroup(now, group -> group.snapshots().failed())),
      counter("vertikv_wire_messages_sent", "Raft messages handed to connections with other stores.",
          now -> now.store().wire().messagesSent.sum()),
      counter("vertikv_wire_messages_dropped", "Raft messages that found no open connection or a full queue.",
          now -> now.store().wire().messagesDropped.sum()),
      counter("vertikv_wire_messages_received", "Raft messages of other stores.",
          now -> now.store().wire().messagesReceived.sum()),
      counter("vertikv_wire_requests_sent", "Requests to other stores.", now -> now.store().wire().requestsSent.sum()),
      counter("vertikv_wire_requests_lost", "Requests whose connection broke before the answer.",
          now -> now.store().wire().requestsLost.sum()),
      counter("vertikv_wire_bytes_sent", "Bytes sent to other stores.", now -> now.store().wire().bytesSent.sum()),
      counter("vertikv_wire_bytes_received", "Bytes received from other stores.",
          now -> now.store().wire().bytesReceived.sum()),
      counter("vertikv_wire_connections_broken", "Connections with other stores that broke.",
          now -> now.store().wire().linksBroken.sum()),
      counter("vertikv_wire_refusals", "Connections refused: strangers, other clusters, damaged frames.",
          now -> now.store().wire().refusals.sum()));

  private final Supplier<ServerReadings> readings;

  ServerMetrics(Supplier<ServerReadings> readings) { this.readings = readings; }

  @Override
  public MetricSnapshots collect() {
    ServerReadings now = readings.get();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    Stream.of(FRONT_END, DATA, REGION, LOG, ENGINE, CLUSTER).flatMap(List::stream)
        .forEach(family -> all.metricSnapshot(family.snapshot(now)));
    return all.build();
  }

  private static Map<String, Double> byCommand(ServerReadings now, ToDoubleFunction<CommandStatistics> figure) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (CommandStatistics command : now.front().byCommand()) all.put(command.name(), figure.applyAsDouble(command));
    return all;
  }

  private static Map<String, Double> byGroup(ServerReadings now, ToDoubleFunction<OfGroup> figure) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (OfGroup group : now.store().loop().groups()) all.put(group.name(), figure.applyAsDouble(group));
    return all;
  }

  private static Map<String, Double> errors(ServerReadings now) {
    Map<String, Double> all = new LinkedHashMap<>();
    now.front().byErrorCode().forEach((code, count) -> all.put(code, (double) count));
    return all;
  }

  private static Map<String, Durations> stages(ServerReadings now) {
    Map<String, Durations> all = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) all.put(stage.name().toLowerCase(Locale.ROOT), now.stages().of(stage));
    return all;
  }
}
