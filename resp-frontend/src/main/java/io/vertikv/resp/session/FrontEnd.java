package io.vertikv.resp.session;

import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.DatabaseMap;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.reply.Reply;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

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
  private final ClientRegistry clients = new ClientRegistry();
  private final SlowLog slowLog = new SlowLog();
  private final LatencyEvents latencyEvents = new LatencyEvents();
  private final LongAdder sweptKeys = new LongAdder();
  private volatile DiskRoom diskRoom = DiskRoom.ENOUGH;
  private volatile MapState mapState = MapState.KNOWN;
  /** Of the region, once this node has led it. */
  private volatile Loop regionLoop;

  /** What {@link #databases} is worth to an operation that runs on this node. */
  private enum MapState {
    /** It is what the data says: this node leads, or is alone. */
    KNOWN,
    /** This node leads, and the next operation on the region's loop makes it right. */
    DOUBTED,
    /** Another node leads and may swap databases at any time: each operation here looks for itself. */
    ELSEWHERE
  }

  public FrontEnd(RespConfig config, CommandTable table, Map<String, SessionCommand> sessionCommands,
      Databases databases) {
    this.config = new AtomicReference<>(config);
    this.table = table;
    this.databases = databases;
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

  /** From here on commands that may add data are refused while the disk lacks room for them. */
  public void askForRoom(DiskRoom diskRoom) {
    this.diskRoom = diskRoom;
  }

  /** Null: there is room. */
  String roomLacking() { return diskRoom.lacking(); }

  public CommandTable table() { return table; }

  public Databases databases() { return databases; }

  public ClientRegistry clients() { return clients; }

  /** Event loops that serve connections. */
  public int loops() { return clients.loops().size(); }

  public SlowLog slowLog() { return slowLog; }

  public LatencyEvents latencyEvents() { return latencyEvents; }

  /** What the commands of all loops took, by name; those that never ran are left out. Told on the caller's loop. */
  public void latencies(Loop caller, Consumer<SortedMap<String, Histogram>> then) {
    clients.askLoops(caller, loop -> Latencies.copyOf(routes, loop.statistics()),
        parts -> then.accept(Latencies.sum(parts)));
  }

  /** LATENCY RESET, as far as it concerns {@link #latencies}. */
  public void forgetLatencies() {
    for (FrontLoop each : clients.loops()) each.loop().execute(each.statistics()::forgetLatencies);
  }

  /**
   * This node's replica is about to lead the region: to be said on the region's loop before the first operation is run. Other
   * nodes may have swapped databases, so the first one takes the map from the data.
   */
  public void regionLed(Loop loop) {
    regionLoop = loop;
    mapState = MapState.DOUBTED;
  }

  /** This node's replica does not lead, or no longer; on the region's loop. Until the first of both is said, it does. */
  public void regionFollowed() {
    mapState = MapState.ELSEWHERE;
  }

  /** A swap that came from another node may yet fail, and nobody here would be told. */
  void doubtDatabases() {
    if (mapState == MapState.KNOWN && regionLoop != null) mapState = MapState.DOUBTED;
  }

  /** The map of the databases for an operation that runs: where this one is not certain, from the data that it sees. */
  Databases databasesFor(Tx tx) {
    MapState known = mapState;
    if (known == MapState.KNOWN || !DatabaseMap.isIn(tx.range())) return databases;
    if (known == MapState.DOUBTED && regionLoop.inLoop()) {
      // Nothing else runs on this loop, and what runs beside it does not write the map.
      DatabaseMap.load(tx, databases);
      mapState = MapState.KNOWN;
      return databases;
    }
    Databases seen = new Databases(databases.count());
    DatabaseMap.load(tx, seen);
    return seen;
  }

  /** For an operation that runs alone at the leader and may swap databases: the map that SWAPDB changes, made right. */
  Databases databasesReloaded(Tx tx) {
    if (DatabaseMap.isIn(tx.range())) DatabaseMap.load(tx, databases);
    return databases;
  }

  /** The data may have another map of the databases than {@link #databases}: a swap was not completed. */
  void reloadDatabases(FrontLoop loop, Lane lane) {
    loop.submit(new WorkOperation(lane, Mode.READ, null, tx -> {
      if (mapState == MapState.KNOWN) DatabaseMap.load(tx, databases);
      return Reply.OK;
    }, reply -> {}));
  }

  Routes routes() { return routes; }

  /** Sums of all loops, for INFO: a moment's view, not a snapshot. */
  public Statistics statistics() {
    return Statistics.of(routes, clients, sweptKeys.sum());
  }

  /** So many keys that had expired were removed in the background; any thread. */
  public void swept(int keys) {
    sweptKeys.add(keys);
  }

  /** CONFIG RESETSTAT: everything but what the stages took, which nobody but a metrics system reads. */
  public void resetStatistics() {
    sweptKeys.reset();
    clients.resetStatistics();
  }

  /** What the stages of operations took on all loops since the start: a moment's view, not a snapshot. */
  public StageTimes stageTimes() {
    StageTimes sum = new StageTimes();
    for (FrontLoop loop : clients.loops()) sum.add(loop.stageTimes());
    return sum;
  }
}
