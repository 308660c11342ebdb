package io.vertikv.resp.admin;

import io.vertikv.resp.admin.InfoCommand.Findings;
import io.vertikv.resp.admin.InfoSection.Lines;

/** The sections of INFO that are about the process and its role. */
final class InfoServer {
  /** What libraries switch their features by: the version whose commands and replies these are. */
  static final String REDIS_VERSION = "7.2.4";
  private static final long SECONDS_PER_DAY = 86_400;
  private static final String NO_REPLICATION_ID = "0".repeat(40);

  private InfoServer() {}

  static void server(Findings findings, Lines lines) {
    ServerFacts.Identity identity = findings.facts().identity();
    long nowMillis = findings.session().loop().wallMillis();
    long upSeconds = Math.max(0, nowMillis - identity.startedUnixMillis()) / 1000;
    lines.put("redis_version", REDIS_VERSION)
        .put("vertikv_version", identity.version())
        .put("redis_git_sha1", "00000000").put("redis_git_dirty", 0).put("redis_build_id", 0)
        .put("redis_mode", findings.frontEnd().config().mode())
        .put("os", identity.os())
        .put("arch_bits", 64)
        .put("monotonic_clock", "POSIX clock_gettime")
        .put("process_id", identity.processId())
        .put("process_supervised", "no")
        .put("run_id", identity.runId())
        .put("tcp_port", port(findings.session().localAddress()))
        .put("server_time_usec", nowMillis * 1000)
        .put("uptime_in_seconds", upSeconds)
        .put("uptime_in_days", upSeconds / SECONDS_PER_DAY)
        .put("hz", 1).put("configured_hz", 1)
        .put("executable", identity.executable())
        .put("config_file", identity.configFile())
        .put("io_threads_active", 0);
  }

  private static String port(String address) { return address.substring(address.lastIndexOf(':') + 1); }

  static void clients(Findings findings, Lines lines) {
    lines.put("connected_clients", findings.frontEnd().clients().connected())
        .put("cluster_connections", 0)
        .put("maxclients", findings.frontEnd().config().limits().connectionsMax())
        .put("blocked_clients", 0)
        .put("tracking_clients", 0)
        .put("pubsub_clients", 0)
        .put("clients_in_timeout_table", 0);
  }

  /** There are no snapshots to a file; the log is what Redis would call the append only file, and always on. */
  static void persistence(Findings findings, Lines lines) {
    ServerFacts.Storage storage = findings.facts().storage();
    lines.put("loading", 0).put("async_loading", 0)
        .put("rdb_changes_since_last_save", 0)
        .put("rdb_bgsave_in_progress", 0)
        .put("rdb_last_save_time", findings.facts().identity().startedUnixMillis() / 1000)
        .put("rdb_last_bgsave_status", "ok")
        .put("rdb_last_bgsave_time_sec", -1)
        .put("rdb_current_bgsave_time_sec", -1)
        .put("rdb_saves", 0)
        .put("aof_enabled", 1)
        .put("aof_rewrite_in_progress", 0).put("aof_rewrite_scheduled", 0)
        .put("aof_last_rewrite_time_sec", -1).put("aof_current_rewrite_time_sec", -1)
        .put("aof_last_bgrewrite_status", "ok")
        .put("aof_rewrites", 0)
        .put("aof_last_write_status", "ok")
        .put("aof_current_size", storage.logBytes())
        .put("vertikv_sync", storage.sync());
  }

  static void replication(Findings findings, Lines lines) {
    ServerFacts.Replication raft = findings.facts().replication();
    lines.put("role", "master").put("connected_slaves", raft.followers())
        .put("master_failover_state", "no-failover")
        .put("master_replid", findings.facts().identity().runId())
        .put("master_replid2", NO_REPLICATION_ID)
        .put("master_repl_offset", raft.commitIndex()).put("second_repl_offset", -1)
        .put("repl_backlog_active", 0).put("repl_backlog_size", 0)
        .put("repl_backlog_first_byte_offset", 0).put("repl_backlog_histlen", 0)
        .put("raft_store", raft.store()).put("raft_leader_store", raft.leaderStore())
        .put("raft_term", raft.term()).put("raft_commit_index", raft.commitIndex())
        .put("raft_applied_index", raft.appliedIndex()).put("raft_quorum", raft.quorum())
        .put("raft_leader_age_ms", raft.leaderAgeMillis());
  }

  static void cpu(Findings findings, Lines lines) {
    ServerFacts.Processor processor = findings.facts().processor();
    lines.put("used_cpu_sys", "%.6f", processor.system()).put("used_cpu_user", "%.6f", processor.user())
        .put("used_cpu_sys_children", "0.000000").put("used_cpu_user_children", "0.000000");
  }
}
