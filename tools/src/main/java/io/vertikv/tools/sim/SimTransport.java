package io.vertikv.tools.sim;

import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.store.rpc.codec.MessageCodec;
import io.vertikv.store.rpc.codec.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** One incarnation's way to other stores, over the simulated network: a frame a turn and store. */
final class SimTransport implements Transport {
  private static final int FRAME_MESSAGES_MAX = 1024;

  private final long self;
  private final SimLoop loop;
  private final SimNetwork network;
  private final LongFunction<SimStore> stores;
  private final Votes votes;
  private final Map<Long, List<GroupMessage>> queued = new TreeMap<>();
  private final Map<Long, List<Pending>> asked = new TreeMap<>();

  /** @param stores the store that runs under an id right now; null when none does */
  SimTransport(long self, SimLoop loop, SimNetwork network, LongFunction<SimStore> stores, Votes votes) {
    this.self = self;
    this.loop = loop;
    this.network = network;
    this.stores = stores;
    this.votes = votes;
  }

  @Override
  public void send(long store, GroupMessage message) {
    votes.sent(message);
    List<GroupMessage> frame = queued.computeIfAbsent(store, absent -> new ArrayList<>());
    if (frame.size() < FRAME_MESSAGES_MAX) frame.add(message);
  }

  @Override
  public void flush() {
    queued.forEach((store, messages) -> {
      ByteBuf frame = encode(messages);
      network.send(self, store, () -> {
        SimStore there = stores.apply(store);
        if (there != null) there.received(self, decode(frame));
      });
    });
    queued.clear();
  }

  @Override
  public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    Pending pending = new Pending(reply);
    List<Pending> waiting = asked.computeIfAbsent(store, absent -> new ArrayList<>());
    waiting.removeIf(Pending::over);
    waiting.add(pending);
    long millis = Math.max(1, (deadlineNanos - loop.nanoTime()) / SimScheduler.MILLI);
    loop.schedule(millis, () -> pending.fail(RequestFailure.DEADLINE));
    network.sendOnce(self, store, () -> {
      SimStore there = stores.apply(store);
      if (there == null) return;
      there.asked(self, payload,
          answer -> network.sendOnce(store, self, () -> loop.execute(() -> pending.answer(answer))));
    });
  }

  /** The connection to the store broke: what was asked on it has no answer. */
  void disconnected(long store) {
    List<Pending> lost = asked.remove(store);
    if (lost != null) for (Pending each : lost) each.fail(RequestFailure.LOST);
  }

  /** As on the wire, so that nobody shares an object, and the codec is under test. */
  private static ByteBuf encode(List<GroupMessage> messages) {
    ByteBuf frame = Unpooled.buffer();
    for (GroupMessage message : messages) {
      MessageCodec.write(frame, message, MessageCodec.sizeBytes(message.message()));
    }
    return frame;
  }

  private static List<GroupMessage> decode(ByteBuf frame) {
    WireReader in = new WireReader().over(frame, 0, frame.writerIndex());
    List<GroupMessage> messages = new ArrayList<>();
    while (in.remaining() > 0) messages.add(MessageCodec.read(in));
    return messages;
  }

  /** An answer or a failure, whichever comes first. */
  private static final class Pending {
    private ReplyTarget target;

    Pending(ReplyTarget target) { this.target = target; }

    boolean over() { return target == null; }

    void answer(byte[] payload) {
      ReplyTarget waiting = take();
      if (waiting != null) waiting.answered(payload);
    }

    void fail(RequestFailure failure) {
      ReplyTarget waiting = take();
      if (waiting != null) waiting.failed(failure);
    }

    private ReplyTarget take() {
      ReplyTarget waiting = target;
      target = null;
      return waiting;
    }
  }
}
