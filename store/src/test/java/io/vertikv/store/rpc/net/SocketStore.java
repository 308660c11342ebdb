package io.vertikv.store.rpc.net;

import io.vertikv.store.loop.Loop;
import io.vertikv.store.loop.VertxLoop;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.LoopPlacement;
import io.vertikv.store.rpc.Mailbox;
import io.vertikv.store.rpc.RpcConfig;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.StoreIdentity;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.rpc.link.Exchange;
import io.vertikv.store.rpc.link.LoopTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A store that listens on this machine and notes what reaches it; its answers are the questions. */
final class SocketStore {
  /** Patient: other threads of a busy machine may pause for long. */
  private static final RpcConfig.Intervals PATIENT = new RpcConfig.Intervals(50, 5000, 5000, 10, 200);
  static final RpcConfig.Intervals HASTY = new RpcConfig.Intervals(50, 300, 1000, 10, 200);
  static final long CLUSTER = 0xC0FFEE;

  record Got(int loop, long from, GroupMessage message) {}

  final StoreIdentity self;
  final List<Loop> loops = new ArrayList<>();
  final BlockingQueue<Got> messages = new LinkedBlockingQueue<>();
  final BlockingQueue<Long> gone = new LinkedBlockingQueue<>();
  final StoreNetwork network;
  private final StoreAddress address;

  SocketStore(Vertx vertx, StoreIdentity self, int loopCount, Optional<TlsFiles> tls) {
    this(vertx, self, loopCount, tls, PATIENT);
  }

  SocketStore(Vertx vertx, StoreIdentity self, int loopCount, Optional<TlsFiles> tls, RpcConfig.Intervals intervals) {
    this.self = self;
    LoopPlacement placement = new LoopPlacement() {
      @Override
      public int loopOfGroup(long group) { return Math.floorMod(group, loopCount); }

      @Override
      public int loopOfRequest(byte[] payload) { return payload.length % loopCount; }
    };
    List<Context> contexts = new ArrayList<>();
    for (int i = 0; i < loopCount; i++) {
      contexts.add(((VertxInternal) vertx).createEventLoopContext());
      loops.add(VertxLoop.of(contexts.get(i)));
    }
    Exchange exchange = new Exchange(self, new RpcConfig(RpcConfig.defaults().limits(), intervals), placement,
        loopCount);
    address = freeAddress();
    network = await(StoreNetwork.create(vertx, contexts, exchange, new StoreNetwork.Listen(address, tls),
        new SplittableRandom(self.store())));
    List<Mailbox> boxes = new ArrayList<>();
    for (int i = 0; i < loopCount; i++) boxes.add(new Box(i));
    await(network.start(boxes));
  }

  static SocketStore of(Vertx vertx, long store, int loops) {
    return new SocketStore(vertx, new StoreIdentity(CLUSTER, store, 1), loops, Optional.empty());
  }

  StoreAddress address() { return address; }

  private static StoreAddress freeAddress() {
    try (ServerSocket probe = new ServerSocket(0)) {
      return new StoreAddress("127.0.0.1", probe.getLocalPort());
    } catch (IOException noneIsFree) {
      throw new UncheckedIOException(noneIsFree);
    }
  }

  void connectTo(SocketStore... others) {
    Map<Long, StoreAddress> addresses = new HashMap<>();
    for (SocketStore other : others) addresses.put(other.self.store(), other.address());
    network.connectTo(addresses);
  }

  /** Runs on a loop, with its transport; flushes afterwards. */
  void on(int loop, Consumer<LoopTransport> task) {
    loops.get(loop).execute(() -> {
      task.accept(network.transport(loop));
      network.transport(loop).flush();
    });
  }

  /** What the other store answered, or the name of the failure. */
  CompletableFuture<String> ask(int loop, long store, String question) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    on(loop, transport -> transport.request(store, question.getBytes(StandardCharsets.UTF_8),
        loops.get(loop).nanoTime() + TimeUnit.SECONDS.toNanos(20), new Transport.ReplyTarget() {
          @Override
          public void answered(byte[] payload) { answer.complete(new String(payload, StandardCharsets.UTF_8)); }

          @Override
          public void failed(Transport.RequestFailure failure) { answer.complete(failure.toString()); }
        }));
    return answer;
  }

  /** Waits until every loop has got an answer from the store. */
  void awaitConnected(SocketStore other) {
    for (int i = 0; i < loops.size(); i++) {
      CompletableFuture<Void> connected = new CompletableFuture<>();
      askUntilAnswered(i, other.self.store(), connected);
      await(connected);
    }
  }

  private void askUntilAnswered(int loop, long store, CompletableFuture<Void> connected) {
    ask(loop, store, "hi").thenAccept(answer -> {
      if (answer.equals("hi")) connected.complete(null);
      else loops.get(loop).schedule(5, () -> askUntilAnswered(loop, store, connected));
    });
  }

  void stop() { await(network.stop()); }

  static <T> T await(Future<T> future) {
    return await(future.toCompletionStage().toCompletableFuture());
  }

  static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    if (next == null) throw new AssertionError("store " + self.store() + " waited in vain");
    return next;
  }

  private final class Box implements Mailbox {
    private final int loop;

    Box(int loop) { this.loop = loop; }

    @Override
    public void received(long fromStore, List<GroupMessage> received) {
      for (GroupMessage each : received) messages.add(new Got(loops.get(loop).inLoop() ? loop : -1, fromStore, each));
    }

    @Override
    public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) { answer.accept(payload); }

    @Override
    public void disconnected(long store) { gone.add(store); }
  }
}
