package io.vertikv.txn.route;

import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.region.RegionOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Three stores with a replica of one region each, and a gateway on store 1. */
final class RouteCluster {
  static final long REGION = 2;

  final VirtualTime time = new VirtualTime();
  final Notebook notebook = new Notebook();
  final Map<Long, Notebook.Replica> replicas = new HashMap<>();
  final Map<Long, RegionLeader> views = new HashMap<>();
  final Map<Long, OperationServer> servers = new HashMap<>();
  final Wire wire = new Wire();
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

  /** Between store 1 and the others: what was asked arrives in order, unless the connection is cut. */
  final class Wire implements Transport {
    private record Question(long store, byte[] payload, ReplyTarget reply) {}

    /** Connections: store and how often it was cut. */
    private final Map<Long, Integer> cuts = new HashMap<>();
    private final List<Question> unsent = new ArrayList<>();
    private final Set<ReplyTarget> open = new HashSet<>();
    private final Map<ReplyTarget, Long> asked = new HashMap<>();
    final Set<Long> unreachable = new HashSet<>();
    /** Requests do not arrive. */
    final Set<Long> deaf = new HashSet<>();
    /** Answers do not arrive. */
    final Set<Long> dumb = new HashSet<>();
    /** Answers are not what was told. */
    boolean garbled;
    /** So many requests from now one finds no room; 0: none. */
    int missing;
    int requests;
    int flights;

    @Override
    public void send(long store, GroupMessage message) { throw new UnsupportedOperationException(); }

    @Override
    public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
      requests++;
      if (unreachable.contains(store) || missing > 0 && --missing == 0) {
        time.loop().execute(() -> reply.failed(RequestFailure.NOT_SENT));
        return;
      }
      unsent.add(new Question(store, payload, reply));
      open.add(reply);
      asked.put(reply, store);
    }

    @Override
    public void flush() {
      if (unsent.isEmpty()) return;
      flights++;
      List<Question> together = List.copyOf(unsent);
      unsent.clear();
      for (Question each : together) {
        int cut = cuts.getOrDefault(each.store(), 0);
        time.loop().execute(() -> {
          if (cut == cuts.getOrDefault(each.store(), 0) && !deaf.contains(each.store())) arrive(each);
        });
      }
    }

    private void arrive(Question question) {
      servers.get(question.store()).asked(1, question.payload(), payload -> time.loop().execute(() -> {
        if (dumb.contains(question.store()) || !open.remove(question.reply())) return;
        question.reply().answered(garbled ? new byte[]{99} : payload);
      }));
    }

    /** Breaks the connection: what has not been answered is lost. */
    void cut(long store) {
      cuts.merge(store, 1, Integer::sum);
      for (ReplyTarget each : List.copyOf(open)) {
        if (asked.get(each) == store && open.remove(each)) each.failed(RequestFailure.LOST);
      }
    }

    /** The time for the answers is over. */
    void timeOut(long store) {
      for (ReplyTarget each : List.copyOf(open)) {
        if (asked.get(each) == store && open.remove(each)) each.failed(RequestFailure.DEADLINE);
      }
    }
  }
}
