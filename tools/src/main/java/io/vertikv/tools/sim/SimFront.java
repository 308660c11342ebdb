package io.vertikv.tools.sim;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.DataCommands;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.FrontLoop;
import io.vertikv.resp.session.RespConfig;
import io.vertikv.resp.session.SessionOperationReader;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.txn.region.Freshness;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.route.OperationServer;
import io.vertikv.txn.route.RegionLeader;
import io.vertikv.txn.route.RouteConfig;
import io.vertikv.txn.route.RoutedGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The Redis port of one incarnation of a store, on a loop of its own: sessions and router as they ship, and on the region's
 * loop the server for what other stores' front ends ask.
 */
final class SimFront {
  private static final List<Command> COMMANDS = Stream
      .of(ConnectionCommands.TABLE, TransactionCommands.TABLE, DataCommands.TABLE)
      .flatMap(List::stream)
      .toList();

  private final SimScheduler time;
  private final RandomGenerator random;
  private final SimLoop loop;
  private final SimTransport transport;
  private final FrontLoop frontLoop;
  private final List<SimConnection> connections = new ArrayList<>();

  /**
   * @param loop      of its own
   * @param transport of the same loop
   * @param desk      of the region's loop
   */
  SimFront(SimStore store, SimCluster cluster, SimLoop loop, SimTransport transport, RequestDesk desk,
      RandomGenerator random) {
    this.time = cluster.time();
    this.random = random;
    this.loop = loop;
    this.transport = transport;
    Mutation mutation = cluster.mutation();
    FrontEnd frontEnd = new FrontEnd(RespConfig.defaults(), new CommandTable(COMMANDS), Map.of(), new Databases());
    frontEnd.regionFollowed();
    frontEnd.askForRoom(() -> store.diskFull() ? "The disk of this node is full." : null);
    RegionLeader leader = new RegionLeader();
    store.executor().watch(leader.watcher(() -> frontEnd.regionLed(store.loop()), frontEnd::regionFollowed));
    RoutedGateway.Replica replica = new RoutedGateway.Replica(SimStore.GROUP, store.id(), store.loop(), door(store),
        (read, staleNanosMax) -> readHere(store, read, staleNanosMax), leader);
    RouteConfig route = mutation.route(cluster.weather().route());
    desk.place(RequestKind.OPERATIONS, new OperationServer(replica,
        mutation.reader(new SessionOperationReader(frontEnd, store.loop())), store.transport(), route.limits()));
    frontLoop = new FrontLoop(frontEnd, loop,
        new RoutedGateway(loop, mutation.requests(transport), replica, route, random));
    loop.execute(frontLoop::start);
  }

  private static void readHere(SimStore store, RegionOperation read, long staleNanosMax) {
    boolean careless = store.mutation().freshness() == Freshness.STALE;
    store.executor().readHere(read, careless ? Long.MAX_VALUE : staleNanosMax);
  }

  private static RegionGateway door(SimStore store) {
    return new RegionGateway() {
      @Override
      public void submit(RegionOperation operation) {
        store.executor().submit(store.mutation().operation(operation, store));
      }

      @Override
      public void flush() { store.executor().flush(); }
    };
  }

  SimLoop loop() { return loop; }

  /** A client connects. */
  SimConnection connect(SimConnection.Peer peer) {
    SimConnection connection = new SimConnection(time, loop, random, peer);
    connections.add(connection);
    connection.open(frontLoop);
    return connection;
  }

  void disconnected(long store) { loop.execute(() -> transport.disconnected(store)); }

  void die() {
    loop.die();
    connections.forEach(SimConnection::breaks);
  }
}
