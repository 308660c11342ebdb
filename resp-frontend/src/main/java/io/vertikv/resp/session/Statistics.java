package io.vertikv.resp.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What INFO says about clients and commands, summed over all loops. */
public record Statistics(long connectedClients, long connectionsReceived, long connectionsRejected, long commands,
    Traffic traffic, Lookups lookups, long errorReplies, long protocolErrors, long outputLimitCloses, Rates rates,
    List<CommandStatistics> byCommand, Map<String, Long> byErrorCode) {

  /** Of all sockets: how often they were read and written, and how much. */
  public record Traffic(long reads, long inputBytes, long writes, long outputBytes) {}

  /** Keys that reading commands found, and did not find; keys that have expired and are gone. */
  public record Lookups(long hits, long misses, long expiredKeys) {}

  /** The last whole second. */
  public record Rates(long commands, long inputBytes, long outputBytes) {}

  /** One line of INFO commandstats; only commands that were called or refused. Name as {@code client|list}. */
  public record CommandStatistics(String name, long calls, long nanos, long rejected, long failed) {
    public long micros() { return nanos / 1000; }
  }

  static Statistics of(Routes routes, ClientRegistry clients, long sweptKeys) {
    LoopStatistics sum = new LoopStatistics(routes.count());
    Map<String, Long> codes = new TreeMap<>();
    for (FrontLoop loop : clients.loops()) {
      add(loop.statistics(), sum);
      loop.statistics().errorCodes().forEach((code, count) -> codes.merge(code, count[0], Long::sum));
    }
    List<CommandStatistics> commands = new ArrayList<>();
    for (int i = 0; i < routes.count(); i++) {
      if (sum.calls[i] + sum.rejected[i] + sum.failed[i] == 0) continue;
      commands.add(new CommandStatistics(routes.at(i).name, sum.calls[i], sum.nanos[i], sum.rejected[i],
          sum.failed[i]));
    }
    return new Statistics(clients.connected(), sum.connections, clients.refused(), sum.commands,
        new Traffic(sum.reads, sum.inputBytes, sum.writes, sum.outputBytes),
        new Lookups(sum.hits, sum.misses, sum.expiredKeys + sweptKeys), sum.errors, sum.protocolErrors,
        sum.outputLimitCloses,
        new Rates(sum.commandsPerSecond, sum.inputBytesPerSecond, sum.outputBytesPerSecond), commands, codes);
  }

  private static void add(LoopStatistics from, LoopStatistics to) {
    for (int i = 0; i < to.calls.length; i++) {
      to.calls[i] += from.calls[i];
      to.nanos[i] += from.nanos[i];
      to.rejected[i] += from.rejected[i];
      to.failed[i] += from.failed[i];
    }
    to.commands += from.commands;
    to.connections += from.connections;
    to.inputBytes += from.inputBytes;
    to.outputBytes += from.outputBytes;
    to.reads += from.reads;
    to.writes += from.writes;
    to.hits += from.hits;
    to.misses += from.misses;
    to.expiredKeys += from.expiredKeys;
    to.errors += from.errors;
    to.protocolErrors += from.protocolErrors;
    to.outputLimitCloses += from.outputLimitCloses;
    to.commandsPerSecond += from.commandsPerSecond;
    to.inputBytesPerSecond += from.inputBytesPerSecond;
    to.outputBytesPerSecond += from.outputBytesPerSecond;
  }
}
