package io.vertikv.store.rpc.link;

import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.LoopPlacement;
import io.vertikv.store.rpc.Mailbox;
import io.vertikv.store.rpc.RpcConfig;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.StoreIdentity;
import io.vertikv.store.rpc.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A store in memory that notes what reaches it. Groups and requests belong to the loop of their number's remainder. */
final class MemoryStore {
  static final long CLUSTER = 0xC0FFEE;

  record Got(long from, GroupMessage message) {}

  final StoreAddress address;
  final Exchange exchange;
  final List<LoopTransport> transports = new ArrayList<>();
  final List<Box> boxes = new ArrayList<>();
  private final MemoryNet net;
  private final VirtualTime time;

  MemoryStore(VirtualTime time, MemoryNet net, StoreIdentity self, RpcConfig config, int loops) {
    this.time = time;
    this.net = net;
    this.address = new StoreAddress("store", (int) self.store());
    LoopPlacement placement = new LoopPlacement() {
      @Override
      public int loopOfGroup(long group) { return Math.floorMod(group, loops); }

      @Override
      public int loopOfRequest(byte[] payload) { return payload.length == 0 ? 0 : (payload[0] & 0xFF) % loops; }
    };
    this.exchange = new Exchange(self, config, placement, loops);
    for (int i = 0; i < loops; i++) {
      Loop loop = time.newLoop();
      LoopTransport transport = new LoopTransport(exchange, i, loop, net.dialer(loop),
          new SplittableRandom(self.store() * 100 + i));
      Box box = new Box(transport);
      transports.add(transport);
      boxes.add(box);
      loop.execute(() -> transport.start(box));
    }
    net.listen(address, transports);
    time.run(0);
  }

  static StoreIdentity identity(long store) {
    return new StoreIdentity(CLUSTER, store, 1);
  }

  void connectTo(MemoryStore... others) {
    Map<Long, StoreAddress> addresses = new java.util.HashMap<>();
    for (MemoryStore other : others) addresses.put(other.exchange.self().store(), other.address);
    for (LoopTransport transport : transports) transport.loop().execute(() -> transport.connectTo(addresses));
    time.run(20);
  }

  void stop() {
    net.deaf(address);
    for (LoopTransport transport : transports) transport.loop().execute(transport::stop);
    time.run(0);
  }

  boolean reaches(MemoryStore other) { return transports.getFirst().reaches(other.exchange.self().store()); }

  /** One loop's mailbox. */
  static final class Box implements Mailbox {
    private final LoopTransport transport;
    final List<Got> messages = new ArrayList<>();
    final List<Integer> batches = new ArrayList<>();
    final List<byte[]> questions = new ArrayList<>();
    final List<Long> gone = new ArrayList<>();
    final List<Consumer<byte[]>> unanswered = new ArrayList<>();
    boolean answers = true;

    Box(LoopTransport transport) { this.transport = transport; }

    @Override
    public void received(long fromStore, List<GroupMessage> received) {
      requireLoop();
      batches.add(received.size());
      for (GroupMessage each : received) messages.add(new Got(fromStore, each));
    }

    /** Answers with the same bytes. */
    @Override
    public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
      requireLoop();
      questions.add(payload);
      if (answers) answer.accept(payload);
      else unanswered.add(answer);
    }

    @Override
    public void disconnected(long store) {
      requireLoop();
      gone.add(store);
    }

    private void requireLoop() {
      if (!transport.loop().inLoop()) throw new AssertionError("not on the loop");
    }
  }

  /** Notes how a request ended: its answer's text, or why there is none. */
  static final class Outcome implements Transport.ReplyTarget {
    final List<String> ends = new ArrayList<>();
    boolean asking = true;

    @Override
    public void answered(byte[] payload) { end(new String(payload, java.nio.charset.StandardCharsets.UTF_8)); }

    @Override
    public void failed(Transport.RequestFailure failure) { end(failure.toString()); }

    private void end(String how) {
      if (asking) throw new AssertionError("told within the call");
      ends.add(how);
    }
  }
}
