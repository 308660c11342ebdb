package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import io.vertikv.resp.type.KeyEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MEMORY's subcommands without USAGE, which is one on data. */
final class MemoryCommands {
  private static final SessionCommand HELP = AdminCommands.help(
      "MEMORY <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "DOCTOR",
      "    Return memory problems reports.",
      "MALLOC-STATS",
      "    Return internal statistics report from the memory allocator.",
      "PURGE",
      "    Attempt to purge dirty pages for reclamation by the allocator.",
      "STATS",
      "    Return information about the memory usage of the server.",
      "USAGE <key> [SAMPLES <count>]",
      "    Return memory in bytes used by <key> and its value. Nested values are",
      "    sampled up to <count> times (default: 5, 0 means sample all).",
      "HELP",
      "    Print this help.");
  /** From here on the heap has little room left for what a burst needs. */
  private static final double HEAP_FULL = 0.9;

  private MemoryCommands() {}

  static Map<String, SessionCommand> all(ServerFacts facts) {
    return Map.of(
        "MEMORY|DOCTOR", (session, args) -> text(advice(facts.memory())),
        "MEMORY|MALLOC-STATS", (session, args) -> text(kinds(facts.memory())),
        "MEMORY|PURGE", (session, args) -> Reply.OK,
        "MEMORY|STATS", (session, args) -> statistics(facts, session, args),
        "MEMORY|HELP", HELP);
  }

  private static Reply text(String text) {
    return new Reply.Verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String advice(ServerFacts.Memory memory) {
    return memory.heapUsed() > HEAP_FULL * memory.heapMax()
        ? "The heap is nearly full: give the process more memory (VERTIKV_MEMORY) or make memory.version-cache smaller.\n"
        : "No problem found: the heap has room, and the caches beside it have limits.\n";
  }

  private static String kinds(ServerFacts.Memory memory) {
    return "heap used %d, committed %d, at most %d\ndirect buffers %d\nengine %d\nresident %d, at its highest %d\n"
        .formatted(memory.heapUsed(), memory.heapCommitted(), memory.heapMax(), memory.direct(), memory.engine(),
            memory.resident(), memory.residentPeak());
  }

  private static Reply statistics(ServerFacts facts, Session session, Args args) {
    return session.transact(io.vertikv.txn.region.RegionOperation.Mode.READ, tx -> {
      long keys = 0;
      for (int db = 0; db < session.frontEnd().databases().count(); db++) keys += tx.counter(KeyEntry.keysCounter(db));
      return statistics(facts.memory(), keys);
    });
  }

  private static Reply statistics(ServerFacts.Memory memory, long keys) {
    List<Reply> flat = new ArrayList<>();
    put(flat, "peak.allocated", Reply.integer(memory.residentPeak()));
    put(flat, "total.allocated", Reply.integer(memory.used()));
    put(flat, "startup.allocated", Reply.integer(0));
    put(flat, "replication.backlog", Reply.integer(0));
    put(flat, "clients.slaves", Reply.integer(0));
    put(flat, "cluster.links", Reply.integer(0));
    put(flat, "aof.buffer", Reply.integer(0));
    put(flat, "lua.caches", Reply.integer(0));
    put(flat, "functions.caches", Reply.integer(0));
    put(flat, "keys.count", Reply.integer(keys));
    put(flat, "keys.bytes-per-key", Reply.integer(0));
    put(flat, "dataset.bytes", Reply.integer(memory.engine()));
    put(flat, "allocator.allocated", Reply.integer(memory.used()));
    put(flat, "allocator.resident", Reply.integer(memory.resident()));
    put(flat, "fragmentation", Reply.decimal((double) memory.resident() / Math.max(1, memory.used())));
    put(flat, "vertikv.heap.used", Reply.integer(memory.heapUsed()));
    put(flat, "vertikv.direct.used", Reply.integer(memory.direct()));
    put(flat, "vertikv.engine.used", Reply.integer(memory.engine()));
    return Reply.map(flat);
  }

  private static void put(List<Reply> flat, String name, Reply value) {
    flat.add(Reply.bulk(name));
    flat.add(value);
  }
}
