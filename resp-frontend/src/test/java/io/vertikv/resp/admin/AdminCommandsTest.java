package io.vertikv.resp.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.server.TestServer;
import io.vertikv.resp.server.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sessions cannot show: figures, events, and the end. */
class AdminCommandsTest {
  /** Fields that clients, exporters and redis-cli --stat read (reference, section f). */
  private static final List<String> READ_BY_TOOLS = List.of("redis_version:7.2", "redis_mode:standalone",
      "arch_bits:64",
      "cluster_enabled:0", "loading:0", "role:master", "connected_clients:1", "blocked_clients:0", "used_memory:",
      "used_memory_human:", "used_memory_rss:", "used_memory_peak:", "maxmemory:0", "maxmemory_policy:noeviction",
      "mem_allocator:", "total_commands_processed:", "db0:keys=1,expires=0,avg_ttl=0", "master_repl_offset:",
      "connected_slaves:0", "run_id:", "tcp_port:", "uptime_in_seconds:", "uptime_in_days:", "rdb_bgsave_in_progress:0",
      "aof_enabled:1", "tracking_clients:0", "vertikv_version:", "vertikv_sync:always", "cmdstat_set:calls=1",
      "errorstat_ERR:count=1", "latency_percentiles_usec_set:p50=", "total_connections_received:1",
      "instantaneous_ops_per_sec:", "used_cpu_sys:0.25", "used_cpu_user:1.5", "executable:", "process_id:42");

  @Test
  void infoHasEveryFieldThatToolsRead() {
    try (TestServer server = TestServer.start(0); Wire wire = server.connect()) {
      wire.ask("SET", "k", "v");
      wire.ask("NOSUCH");
      String info = wire.ask("INFO", "everything");
      assertEquals(List.of(), READ_BY_TOOLS.stream().filter(field -> !info.contains("\\r\\n" + field)).toList());
      assertTrue(info.contains("tcp_port:" + server.port() + "\\r\\n"), info);
    }
  }

  @Test
  void theDefaultSectionsLeaveOutWhatIsLong() {
    try (TestServer server = TestServer.start(0); Wire wire = server.connect()) {
      String info = wire.ask("INFO");
      assertFalse(info.contains("# Commandstats") || info.contains("# Latencystats"), info);
      assertTrue(info.contains("# Server") && info.contains("# Keyspace") && info.contains("# Modules"), info);
    }
  }

  @Test
  void anEventOverTheThresholdIsKept() {
    try (TestServer server = TestServer.start(0); Wire wire = server.connect()) {
      wire.ask("CONFIG", "SET", "latency-monitor-threshold", "10");
      server.frontEnd().latencyEvents().add("command", 1000, 20);
      server.frontEnd().latencyEvents().add("command", 1000, 30);
      server.frontEnd().latencyEvents().add("command", 1001, 15);
      assertEquals(2, server.frontEnd().latencyEvents().all().getFirst().samples().size());
      assertTrue(wire.ask("LATENCY", "LATEST").startsWith("1) 1) \"command\""));
      assertTrue(wire.ask("LATENCY", "GRAPH", "command").contains("high 30 ms, low 15 ms (all time high 30 ms)"));
      assertTrue(wire.ask("LATENCY", "DOCTOR").contains("the worst took 30 ms"));
      assertEquals("(integer) 1", wire.ask("LATENCY", "RESET", "command"));
      assertEquals("(empty array)", wire.ask("LATENCY", "LATEST"));
    }
  }

  @Test
  void aHistogramCountsEveryCallOnEveryLoop() {
    try (TestServer server = TestServer.start(3);
        Wire one = server.connect();
        Wire two = server.connect();
        Wire three = server.connect()) {
      for (Wire wire : List.of(one, two, three)) {
        for (int i = 0; i < 5; i++) wire.ask("SET", "k", "v");
      }
      assertTrue(one.ask("LATENCY", "HISTOGRAM", "set").contains("(integer) 15"));
      assertTrue(one.ask("INFO", "commandstats").contains("cmdstat_set:calls=15,"));
      one.ask("CONFIG", "RESETSTAT");
      assertEquals("(empty array)", two.ask("LATENCY", "HISTOGRAM", "set"));
    }
  }

  @Test
  void onlyReadingIsHitOrMissAndResetStatForgetsAll() {
    try (TestServer server = TestServer.start(3); Wire wire = server.connect()) {
      wire.ask("SET", "k", "v");
      wire.ask("HSET", "h", "f", "v");
      wire.ask("GET", "k");
      wire.ask("HGET", "h", "no such field");
      wire.ask("MGET", "k", "none", "neither");
      wire.ask("MULTI");
      wire.ask("GET", "k");
      wire.ask("SET", "none", "v");
      wire.ask("DEL", "none");
      wire.ask("GET", "none");
      wire.ask("EXEC");
      String info = wire.ask("INFO", "stats");
      assertTrue(info.contains("keyspace_hits:4\\r\\n") && info.contains("keyspace_misses:3\\r\\n"), info);
      assertFalse(info.contains("total_reads_processed:0\\r\\n"), info);
      wire.ask("CONFIG", "RESETSTAT");
      String after = wire.ask("INFO", "stats");
      assertTrue(after.contains("keyspace_hits:0\\r\\n") && after.contains("keyspace_misses:0\\r\\n"), after);
      assertTrue(after.contains("total_connections_received:0\\r\\n"), after);
    }
  }

  @Test
  void anExpiredKeyThatMakesWayIsCountedOnce() {
    try (TestServer server = TestServer.start(3); Wire wire = server.connect()) {
      wire.ask("SET", "a", "v", "PXAT", "1");
      wire.ask("SET", "k", "v", "PX", "1000000");
      wire.ask("SET", "far", "v", "PX", "3000000");
      assertTrue(wire.ask("INFO", "keyspace").contains("db0:keys=2,expires=2,avg_ttl=2000000"), "before");
      server.advance(1_000_001);
      wire.ask("SET", "k", "w");
      wire.ask("SET", "k", "x");
      assertTrue(wire.ask("INFO", "stats").contains("expired_keys:1\\r\\n"));
      assertTrue(wire.ask("INFO", "keyspace").contains("db0:keys=2,expires=1,avg_ttl=1999999"));
      wire.ask("FLUSHALL");
      wire.ask("SET", "a", "v", "PX", "5000");
      assertTrue(wire.ask("INFO", "keyspace").contains("db0:keys=1,expires=1,avg_ttl=5000"));
    }
  }

  @Test
  void aSleepingClientDoesNotStopTheOthers() {
    try (TestServer server = TestServer.sleeping(); Wire sleeper = server.connect(); Wire other = server.connect()) {
      sleeper.command("DEBUG", "SLEEP", "3600");
      sleeper.command("PING");
      for (int i = 0; i < 10; i++) assertEquals("PONG", other.ask("PING"));
    }
  }

  @Test
  void shutdownAsksTheProcessToEnd() {
    try (TestServer server = TestServer.start(0); Wire wire = server.connect()) {
      assertTrue(wire.ask("SHUTDOWN", "SAVE").startsWith("(error) ERR SHUTDOWN SAVE"));
      assertFalse(server.shutDownAsked().isDone());
      wire.command("SHUTDOWN", "NOSAVE");
      TestServer.await(server.shutDownAsked());
    }
  }
}
