package io.vertikv.tools.server;

import io.vertikv.store.loop.Loop;
import io.vertikv.store.loop.VertxLoop;
import io.vertikv.store.rpc.LoopPlacement;
import io.vertikv.store.rpc.Mailbox;
import io.vertikv.store.rpc.NoTransport;
import io.vertikv.store.rpc.RpcConfig;
import io.vertikv.store.rpc.RpcCounters;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.rpc.link.Exchange;
import io.vertikv.store.rpc.link.LoopTransport;
import io.vertikv.store.rpc.net.StoreNetwork;
import io.vertikv.tools.config.NodeConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The event loops of a node and their ways to other stores; to nobody when the node is alone. The first loop owns all groups. */
final class StoreWire {
  /** All groups are pinned to the first loop, so everything that comes is for it. */
  private static final LoopPlacement HOME = new LoopPlacement() {
    @Override
    public int loopOfGroup(long group) { return 0; }

    @Override
    public int loopOfRequest(byte[] payload) { return 0; }
  };

  private final List<Loop> loops = new ArrayList<>();
  private final Optional<StoreNetwork> network;
  private final ClusterSeat seat;
  /** Of a store that is alone. */
  private final RpcCounters silent = new RpcCounters();

  private StoreWire(List<Context> contexts, ClusterSeat seat, Optional<StoreNetwork> network) {
    contexts.forEach(context -> loops.add(VertxLoop.of(context)));
    this.seat = seat;
    this.network = network;
  }

  /** Blocks where there are certificates to read. */
  static StoreWire open(NodeContext node, ClusterSeat seat, long seed) {
    Vertx vertx = node.vertx();
    NodeConfig config = node.config();
    List<Context> contexts = new ArrayList<>();
    int count = seat.isAlone() ? 1 : config.server().eventLoops();
    for (int i = 0; i < count; i++) contexts.add(((VertxInternal) vertx).createEventLoopContext());
    if (seat.isAlone()) return new StoreWire(contexts, seat, Optional.empty());
    Exchange exchange = new Exchange(seat.identity(), RpcConfig.defaults(), HOME, contexts.size());
    Optional<Certificates> certificates = node.certificates().filter(any -> config.tls().cluster());
    StoreNetwork.Listen listen = new StoreNetwork.Listen(
        new StoreAddress(config.listen().bind(), config.listen().nodePort()), certificates.map(Certificates::files));
    StoreNetwork network = StoreNetwork.create(vertx, contexts, exchange, listen, new SplittableRandom(seed)).await();
    certificates.ifPresent(files -> files.renewedBetweenStores(network::use));
    return new StoreWire(contexts, seat, Optional.of(network));
  }

  /** The loop of all groups. */
  Loop home() { return loops.getFirst(); }

  /** The way of a front end's loop. */
  Transport transport(Loop loop) {
    int index = loops.indexOf(loop);
    if (network.isEmpty()) return new NoTransport(loop);
    if (index < 0) throw new IllegalArgumentException("a loop that the wire does not know");
    return network.get().transport(index);
  }

  boolean reaches(long store) {
    return network.map(net -> net.transport(0)).map((LoopTransport home) -> home.reaches(store)).orElse(false);
  }

  RpcCounters counters() { return network.map(StoreNetwork::counters).orElse(silent); }

  /** Listens, and connects to everybody known, now and later. What is not for the home loop nobody takes. */
  Future<Void> start(Mailbox home, Mailbox elsewhere) {
    if (network.isEmpty()) return Future.succeededFuture();
    List<Mailbox> mailboxes = new ArrayList<>(List.of(home));
    while (mailboxes.size() < loops.size()) mailboxes.add(elsewhere);
    return network.get().start(mailboxes).onSuccess(listening -> {
      network.get().connectTo(seat.addresses().get());
      seat.watch().accept(network.get()::connectTo);
    });
  }

  Future<Void> stop() { return network.map(StoreNetwork::stop).orElse(Future.succeededFuture()); }
}
