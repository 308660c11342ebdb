package io.vertikv.resp.session;

import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.Databases;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * What all loops of one server's front end share. The table must hold {@code ConnectionCommands} and
 * {@code TransactionCommands}, whose code is found here; the code of every other session command comes from outside, see
 * {@link SessionCommand}.
 */
public final class FrontEnd {
  private final AtomicReference<RespConfig> config;
  private final CommandTable table;
  private final Routes routes;
  private final Databases databases;
  private final CommandTimings timings;
  private final ClientRegistry clients = new ClientRegistry();
  private final SlowLog slowLog = new SlowLog();
  private final LatencyLog latencyLog = new LatencyLog();

  public FrontEnd(RespConfig config, CommandTable table, Map<String, SessionCommand> sessionCommands,
      Databases databases, CommandTimings timings) {
    this.config = new AtomicReference<>(config);
    this.table = table;
    this.databases = databases;
    this.timings = timings;
    Map<String, SessionCommand> all = new HashMap<>(sessionCommands);
    all.putAll(ConnectionHandlers.all());
    all.putAll(ClientHandlers.all());
    all.putAll(TransactionHandlers.all());
    routes = new Routes(table, all);
  }

  public RespConfig config() { return config.get(); }

  /** CONFIG SET: replaces the configuration; what was read before a command began stays for that command. */
  public void configure(UnaryOperator<RespConfig> change) {
    config.updateAndGet(change);
  }

  public CommandTable table() { return table; }

  public Databases databases() { return databases; }

  public ClientRegistry clients() { return clients; }

  public SlowLog slowLog() { return slowLog; }

  public LatencyLog latencyLog() { return latencyLog; }

  CommandTimings timings() { return timings; }

  Routes routes() { return routes; }

  /** Sums of all loops, for INFO: a moment's view, not a snapshot. */
  public Statistics statistics() {
    return Statistics.of(routes, clients);
  }
}
