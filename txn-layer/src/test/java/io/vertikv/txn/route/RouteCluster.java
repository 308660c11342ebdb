package io.vertikv.txn.route;

import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionOperation;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Three stores with a replica of one region each, and a gateway on store 1. */
final class RouteCluster {
  static final long REGION = 2;

  final VirtualTime time = new VirtualTime();
  final Notebook notebook = new Notebook();
  final Map<Long, Notebook.Replica> replicas = new HashMap<>();
  final Map<Long, RegionLeader> views = new HashMap<>();
  final Map<Long, OperationServer> servers = new HashMap<>();
  final Wire wire = new Wire(time, store -> servers.get(store));
  final RoutedGateway gateway;

  RouteCluster(boolean sameLoop, RouteConfig config) {
    Loop home = time.loop();
    Loop region = sameLoop ? home : time.loop();
    for (long store = 1; store <= 3; store++) {
      Notebook.Replica replica = notebook.new Replica(store);
      RegionLeader view = new RegionLeader();
      replicas.put(store, replica);
      views.put(store, view);
      servers.put(store, new OperationServer(new RoutedGateway.Replica(REGION, store, region, replica, replica, view),
          Note::decode, wire, config.limits()));
    }
    gateway = new RoutedGateway(home, wire,
        new RoutedGateway.Replica(REGION, 1, region, replicas.get(1L), replicas.get(1L), views.get(1L)), config,
        new Random(7));
  }

  static RouteCluster ledBy(long store) { return ledBy(store, RouteConfig.defaults()); }

  static RouteCluster ledBy(long store, RouteConfig config) {
    RouteCluster cluster = new RouteCluster(false, config);
    cluster.lead(store);
    cluster.time.settle();
    return cluster;
  }

  /** Everybody knows. */
  void lead(long store) {
    notebook.leader = store;
    for (RegionLeader view : views.values()) view.is(store);
  }

  /** Nobody but the stores themselves knows. */
  void leadSecretly(long store) { notebook.leader = store; }

  Notebook.Replica replica(long store) { return replicas.get(store); }

  void send(RegionOperation... operations) {
    for (RegionOperation operation : operations) gateway.submit(operation);
    gateway.flush();
  }

  void run(RegionOperation... operations) {
    send(operations);
    time.settle();
  }
}
