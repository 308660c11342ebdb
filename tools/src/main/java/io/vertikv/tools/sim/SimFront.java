package io.vertikv.tools.sim;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.DataCommands;
import io.vertikv.resp.command.DatabaseMap;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.FrontLoop;
import io.vertikv.resp.session.RespConfig;
import io.vertikv.resp.session.SessionOperationReader;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.tools.server.StoreReplicas;
import io.vertikv.txn.region.Freshness;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.route.OperationDesk;
import io.vertikv.txn.route.RegionLeader;
import io.vertikv.txn.route.RegionRouter;
import io.vertikv.txn.route.RouteCache;
import io.vertikv.txn.route.RouteConfig;
import io.vertikv.txn.route.RouteInquiry;
import io.vertikv.txn.route.RoutedGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The Redis port of one incarnation of a store, on a loop of its own: sessions and router as they ship, and on the regions'
 * loop the desk for what other stores' front ends ask.
 */
final class SimFront {
  private static final List<Command> COMMANDS = Stream
      .of(ConnectionCommands.TABLE, TransactionCommands.TABLE, DataCommands.TABLE)
      .flatMap(List::stream)
      .toList();

  private final SimStore store;
  private final SimScheduler time;
  private final RandomGenerator random;
  private final SimLoop loop;
  private final SimTransport transport;
  private final StoreReplicas replicas;
  private final FrontLoop frontLoop;
  private final List<SimConnection> connections = new ArrayList<>();

  /**
   * @param loop      of its own
   * @param transport of the same loop
   * @param desk      of the regions' loop
   */
  SimFront(SimStore store, SimCluster cluster, SimLoop loop, SimTransport transport, RequestDesk desk,
      RandomGenerator random) {
    this.store = store;
    this.time = cluster.time();
    this.random = random;
    this.loop = loop;
    this.transport = transport;
    Mutation mutation = cluster.mutation();
    FrontEnd frontEnd = new FrontEnd(RespConfig.defaults(), new CommandTable(COMMANDS), Map.of(), new Databases());
    frontEnd.regionFollowed();
    frontEnd.askForRoom(() -> store.diskFull() ? "The disk of this node is full." : null);
    RouteCache routes = new RouteCache();
    replicas = new StoreReplicas(store.id(), routes, this::entrance);
    replicas.tell(new Served(frontEnd));
    RouteConfig route = mutation.route(cluster.weather().route());
    OperationDesk operations = new OperationDesk(replicas,
        at -> mutation.reader(new SessionOperationReader(frontEnd, at)), route.limits());
    desk.place(RequestKind.OPERATIONS, operations.clerk(store.loop(), store.transport()));
    desk.place(RequestKind.ROUTES, RouteInquiry.desk(routes, store.transport()));
    List<Long> others = cluster.nodes().stream().map(SimNode::id).filter(id -> id != store.id()).toList();
    frontLoop = new FrontLoop(frontEnd, loop, new RegionRouter(loop, mutation.requests(transport), replicas, routes,
        new RouteInquiry(loop, transport, () -> others), route, random));
    loop.execute(frontLoop::start);
  }

  private RoutedGateway.Replica entrance(RegionHost.Hosted hosted, RegionLeader leader) {
    return new RoutedGateway.Replica(hosted.id(), store.id(), hosted.loop(), new Door(hosted),
        (read, staleNanosMax) -> readHere(hosted, read, staleNanosMax), leader);
  }

  private void readHere(RegionHost.Hosted hosted, RegionOperation read, long staleNanosMax) {
    boolean careless = store.mutation().freshness() == Freshness.STALE;
    hosted.executor().readHere(read, careless ? Long.MAX_VALUE : staleNanosMax);
  }

  /** On the regions' loop. */
  private final class Door implements RegionGateway {
    private final RegionHost.Hosted hosted;

    Door(RegionHost.Hosted hosted) { this.hosted = hosted; }

    @Override
    public void submit(RegionOperation operation) {
      SimReplica replica = store.replicas().find(hosted.id());
      hosted.executor().submit(replica == null ? operation : store.mutation().operation(operation, replica));
    }

    @Override
    public void flush() { hosted.executor().flush(); }
  }

  private record Served(FrontEnd frontEnd) implements StoreReplicas.Listener {
    @Override
    public void begins(RegionHost.Hosted region) {
      if (DatabaseMap.isIn(region.region().range())) frontEnd.regionLed(region.loop());
    }

    @Override
    public void ends(RegionHost.Hosted region) {
      if (DatabaseMap.isIn(region.region().range())) frontEnd.regionFollowed();
    }
  }

  /** Before its group starts. */
  void add(SimReplica replica) {
    replicas.add(replica.hosted());
    replicas.look();
  }

  void remove(long region) { replicas.remove(region); }

  /** Now and then, as a store does once a second; on the regions' loop. */
  void look() {
    replicas.look();
  }

  SimLoop loop() { return loop; }

  /** A client connects. */
  SimConnection connect(SimConnection.Peer peer) {
    SimConnection connection = new SimConnection(time, loop, random, peer);
    connections.add(connection);
    connection.open(frontLoop);
    return connection;
  }

  void disconnected(long lost) { loop.execute(() -> transport.disconnected(lost)); }

  void die() {
    loop.die();
    connections.forEach(SimConnection::breaks);
  }
}
