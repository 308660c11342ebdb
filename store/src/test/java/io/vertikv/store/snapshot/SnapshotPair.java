package io.vertikv.store.snapshot;

import io.vertikv.store.engine.Engine;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store that sends and one that receives, on one loop, with a wire between them that the test can damage. */
final class SnapshotPair implements SnapshotHost, Transport {
  static final long SENDER = 1;
  static final long RECEIVER = 2;
  static final long SENDING_PEER = 11;
  static final long RECEIVING_PEER = 12;
  private static final long WIRE_MILLIS = 1;
  private static final long JOB_MILLIS = 2;

  final VirtualLoop loop = new VirtualLoop();
  final SnapshotConfig config;
  final SnapshotSender sender;
  final SnapshotReceiver receiver;
  final List<SnapshotArrival> arrivals = new ArrayList<>();
  final List<SendOutcome> outcomes = new ArrayList<>();
  Wire wire = new Wire() {};
  String refusal;

  /** What happens to each message; the payload may be changed in place. */
  interface Wire {
    default Fate request(SnapshotRequest request, byte[] payload) { return Fate.ARRIVES; }

    default Fate answer(SnapshotAnswer answer) { return Fate.ARRIVES; }
  }

  enum Fate {
    ARRIVES, NOT_SENT, LOST, TWICE
  }

  SnapshotPair(SnapshotConfig config, Engine from, SnapshotDevice fromDisk, Engine to, SnapshotDevice toDisk) {
    this.config = config;
    var workers = loop.workers(JOB_MILLIS);
    sender = new SnapshotSender(
        new SnapshotSender.Place(loop, workers, this, from, new SnapshotStore(fromDisk)), config);
    receiver = new SnapshotReceiver(
        new SnapshotReceiver.Place(loop, workers, to, new SnapshotStore(toDisk), this), config);
  }

  static SnapshotConfig small() {
    return new SnapshotConfig(700, 300, 100, 0, 0, 2, 2, 50, 10, 500, 2_000, 0);
  }

  SnapshotSender.Handle send(long raftTerm) { return send(raftTerm, Regions::describe); }

  SnapshotSender.Handle send(long raftTerm, RegionSource source) {
    return sender.send(new SnapshotTask(Regions.REGION, raftTerm, SENDING_PEER, RECEIVER, RECEIVING_PEER, 1, source),
        outcomes::add);
  }

  /** Sends one snapshot until it is there. */
  SnapshotId sendWell() {
    int before = outcomes.size();
    send(1);
    loop.until(() -> outcomes.size() > before);
    if (outcomes.getLast() instanceof SendOutcome.Sent sent) return sent.snapshot();
    throw new AssertionError(outcomes.getLast().toString());
  }

  RestoreOutcome restore(SnapshotId id) {
    List<RestoreOutcome> done = new ArrayList<>();
    receiver.restore(id, done::add);
    loop.until(() -> !done.isEmpty());
    return done.getFirst();
  }

  @Override
  public Optional<String> refusal(SnapshotArrival offered) { return Optional.ofNullable(refusal); }

  @Override
  public void arrived(SnapshotArrival arrival) { arrivals.add(arrival); }

  @Override
  public void send(long store, GroupMessage message) { throw new AssertionError("no Raft here"); }

  @Override
  public void flush() {}

  @Override
  public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    byte[] bytes = payload.clone();
    Fate fate = wire.request(SnapshotWire.request(payload), bytes);
    boolean[] answered = new boolean[1];
    switch (fate) {
      case NOT_SENT -> fail(reply, answered, RequestFailure.NOT_SENT);
      case LOST -> fail(reply, answered, RequestFailure.LOST);
      case ARRIVES -> arrive(bytes, reply, answered);
      case TWICE -> {
        arrive(bytes, reply, answered);
        arrive(bytes, reply, answered);
      }
    }
    loop.schedule((deadlineNanos - loop.nanoTime()) / 1_000_000, () -> {
      if (answered[0]) return;
      answered[0] = true;
      reply.failed(RequestFailure.DEADLINE);
    });
  }

  private void fail(ReplyTarget reply, boolean[] answered, RequestFailure failure) {
    answered[0] = true;
    loop.schedule(WIRE_MILLIS, () -> reply.failed(failure));
  }

  private void arrive(byte[] payload, ReplyTarget reply, boolean[] answered) {
    loop.schedule(WIRE_MILLIS, () -> receiver.asked(SENDER, payload, answer -> loop.schedule(WIRE_MILLIS, () -> {
      if (answered[0]) return;
      Fate fate = wire.answer(SnapshotWire.answer(answer));
      if (fate == Fate.NOT_SENT) return;
      answered[0] = true;
      if (fate == Fate.LOST) reply.failed(RequestFailure.LOST);
      else reply.answered(answer);
    })));
  }
}
