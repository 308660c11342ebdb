package io.vertikv.resp.admin;

import io.vertikv.resp.admin.InfoCommand.Findings;
import io.vertikv.resp.admin.InfoSection.Lines;
import java.util.Locale;

/** The section of INFO that is about memory: Redis' names for what a Java process with an engine beside its heap has. */
final class InfoMemory {
  private InfoMemory() {}

  static void memory(Findings findings, Lines lines) {
    ServerFacts.Memory memory = findings.facts().memory();
    bytes(lines, "used_memory", memory.used());
    bytes(lines, "used_memory_rss", memory.resident());
    bytes(lines, "used_memory_peak", memory.residentPeak());
    lines.put("used_memory_peak_perc", "%.2f%%", percent(memory.used(), memory.residentPeak()))
        .put("allocator_allocated", memory.used())
        .put("allocator_active", memory.heapCommitted() + memory.direct() + memory.engine())
        .put("allocator_resident", memory.resident());
    bytes(lines, "total_system_memory", memory.machine());
    bytes(lines, "used_memory_lua", 0);
    bytes(lines, "used_memory_scripts", 0);
    lines.put("number_of_cached_scripts", 0).put("number_of_functions", 0).put("number_of_libraries", 0);
    bytes(lines, "maxmemory", 0);
    lines.put("maxmemory_policy", "noeviction")
        .put("mem_fragmentation_ratio", "%.2f", (double) memory.resident() / Math.max(1, memory.used()))
        .put("mem_fragmentation_bytes", memory.resident() - memory.used())
        .put("mem_not_counted_for_evict", 0)
        .put("mem_replication_backlog", 0)
        .put("mem_clients_slaves", 0)
        .put("mem_allocator", "jvm")
        .put("active_defrag_running", 0)
        .put("lazyfree_pending_objects", 0)
        .put("vertikv_heap_used", memory.heapUsed())
        .put("vertikv_heap_committed", memory.heapCommitted())
        .put("vertikv_heap_max", memory.heapMax())
        .put("vertikv_direct_used", memory.direct())
        .put("vertikv_engine_used", memory.engine());
  }

  private static double percent(long part, long whole) { return whole == 0 ? 0 : 100.0 * part / whole; }

  private static void bytes(Lines lines, String name, long bytes) {
    lines.put(name, bytes).put(name + "_human", human(bytes));
  }

  /** As Redis prints it: 894.85K. */
  static String human(long bytes) {
    if (bytes < 1024) return bytes + "B";
    String units = "KMGTP";
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < units.length() - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f%c", value, units.charAt(unit));
  }
}
