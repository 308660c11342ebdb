package io.vertikv.store.rpc.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RpcConfig;
import io.vertikv.store.rpc.RpcCounters;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.StoreIdentity;
import io.vertikv.store.rpc.Transport.ReplyTarget;
import io.vertikv.store.rpc.Transport.RequestFailure;
import io.vertikv.store.rpc.codec.FrameKind;
import io.vertikv.store.rpc.codec.HandshakeCodec;
import io.vertikv.store.rpc.codec.Hello;
import io.vertikv.store.rpc.codec.MessageCodec;
import io.vertikv.store.rpc.codec.Refused;
import io.vertikv.store.rpc.codec.Welcome;
import io.vertikv.store.rpc.codec.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loop's connection to one other store, for ever: when it breaks it is made again.
 *
 * <pre>
 *   WAITING ──time──► DIALING ──opened──► GREETING ──welcome──► OPEN
 *      ▲                 │ failed            │ refused, silent     │ broken, silent: the loop's mailbox is told
 *      └─────────────────┴───────────────────┴─────────────────────┘
 * </pre>
 *
 * Messages and requests go out on it, answers come back. What the other store sends on its own account comes on a link of
 * its own, so there is no argument about which of two connections stays.
 */
final class OutgoingLink {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingLink.class);

  private enum State {
    WAITING, DIALING, GREETING, OPEN, STOPPED
  }

  /** What an answer met; told after the frames of one read have been understood. */
  private record Answered(ReplyTarget reply, byte[] payload) {}

  private final LoopTransport transport;
  private final long store;
  private final Dialer dialer;
  private final Loop loop;
  private final RpcConfig config;
  private final RpcCounters counters;
  private final Backoff backoff;
  private final RequestTable requests;
  private final List<Answered> answered = new ArrayList<>();
  private final Silence silence;
  private final Silence handshake;
  private StoreAddress address;
  private State state = State.WAITING;
  private Attempt attempt;
  private Loop.Cancellable redial;
  private String lastComplaint = "";

  OutgoingLink(LoopTransport transport, long store, StoreAddress address, Dialer dialer, RandomGenerator random) {
    this.transport = transport;
    this.store = store;
    this.address = address;
    this.dialer = dialer;
    this.loop = transport.loop();
    this.config = transport.exchange().config();
    this.counters = transport.exchange().counters();
    RpcConfig.Intervals intervals = config.intervals();
    this.backoff = new Backoff(intervals.backoffMinMillis(), intervals.backoffMaxMillis(), random);
    this.silence = new Silence(intervals.beats(intervals.silenceMillis()));
    this.handshake = new Silence(intervals.beats(intervals.handshakeMillis()));
    this.requests = new RequestTable(transport.deadlines(), config.limits().requestsMax(), counters);
  }

  boolean isOpen() { return state == State.OPEN; }

  int requestsWaiting() { return requests.count(); }

  void dial() {
    state = State.DIALING;
    attempt = new Attempt();
    handshake.heard();
    dialer.dial(address, attempt);
  }

  /** The store has moved: the old place is left at once. */
  void moveTo(StoreAddress newAddress) {
    if (newAddress.equals(address)) return;
    address = newAddress;
    backoff.reset();
    lastComplaint = "";
    if (state == State.WAITING) {
      redial.cancel();
      dial();
    } else {
      end("it moved to " + newAddress, false);
    }
  }

  void stop() {
    if (state == State.WAITING && redial != null) redial.cancel();
    Attempt last = attempt;
    attempt = null;
    state = State.STOPPED;
    if (last != null) last.close();
    requests.failAll();
  }

  boolean send(GroupMessage message) {
    if (state != State.OPEN) return false;
    int bytes = MessageCodec.sizeBytes(message.message());
    if (bytes >= config.limits().frameBytesMax()) {
      LOG.error("a message of {} bytes in group {} exceeds the limit of frames, {}: it cannot be sent to store {}",
          bytes,
          message.group(), config.limits().frameBytesMax(), store);
      return false;
    }
    if (!attempt.admits(bytes)) return false;
    attempt.writer.raft(message, bytes);
    return true;
  }

  void request(byte[] payload, long deadlineNanos, ReplyTarget reply) {
    int bytes = FrameWriter.numberedBytes(payload);
    if (state != State.OPEN || requests.isFull() || deadlineNanos - loop.nanoTime() <= 0 || !attempt.admits(bytes)) {
      counters.requestsNotSent.increment();
      loop.execute(() -> reply.failed(RequestFailure.NOT_SENT));
      return;
    }
    counters.requestsSent.increment();
    attempt.writer.request(requests.add(deadlineNanos, reply), payload);
  }

  void flush() {
    if (state == State.OPEN) attempt.flush();
  }

  /** Once in a heartbeat's interval. */
  void beat() {
    switch (state) {
      case WAITING, STOPPED -> {}
      case DIALING, GREETING -> {
        if (handshake.beat()) end("no greeting within " + config.intervals().handshakeMillis() + " ms", false);
      }
      case OPEN -> {
        if (silence.beat()) end("no sign of life for " + config.intervals().silenceMillis() + " ms", false);
        else attempt.beat();
      }
    }
  }

  private void welcomed(Welcome welcome) {
    state = State.OPEN;
    silence.heard();
    lastComplaint = "";
    counters.linksOpened.increment();
    LOG.info("connected with store {} at {} (life {})", store, address, welcome.from().incarnation());
  }

  /** Why a welcome is not one, or null. */
  private String objection(Welcome welcome) {
    StoreIdentity self = transport.exchange().self();
    StoreIdentity other = welcome.from();
    if (welcome.protocol() < HandshakeCodec.PROTOCOL_OLDEST) {
      return "it speaks protocol " + welcome.protocol() + ", the oldest understood here is "
          + HandshakeCodec.PROTOCOL_OLDEST;
    }
    if (other.cluster() != self.cluster()) return "it belongs to cluster " + Long.toHexString(other.cluster());
    if (other.store() != store) return "it is store " + other.store();
    if (!transport.exchange().lives().meet(store, other.incarnation())) {
      return "it is life " + other.incarnation() + " of the store, and a newer one is known";
    }
    return null;
  }

  /** The connection is over, or was never made; {@code refused}: and will hardly be better soon. */
  private void end(String reason, boolean refused) {
    boolean wasOpen = state == State.OPEN;
    Attempt ended = attempt;
    attempt = null;
    state = State.WAITING;
    if (refused) backoff.slowDown();
    redial = loop.schedule(backoff.nextMillis(), this::dial);
    if (!reason.equals(lastComplaint)) {
      LOG.warn("{} store {} at {}: {}", wasOpen ? "lost" : "cannot reach", store, address, reason);
    }
    lastComplaint = reason;
    if (ended != null) ended.close();
    if (!wasOpen) return;
    counters.linksBroken.increment();
    requests.failAll();
    transport.disconnected(store);
  }

  /** One connection, from dialing to its end. What an attempt reports after it was given up is not heard. */
  private final class Attempt implements Dialer.Attempt, Connection.Events, FrameReader.Sink {
    private final FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, FrameReader.HANDSHAKE_BYTES_MAX);
    private Connection connection;
    private FrameWriter writer;
    private boolean wroteSinceBeat;
    private boolean settled;
    private boolean ending;

    boolean isCurrent() { return attempt == this; }

    @Override
    public Connection.Events opened(Connection opened) {
      connection = opened;
      if (!isCurrent()) {
        opened.close();
        return this;
      }
      writer = new FrameWriter(opened, config.limits().frameBytesTarget());
      state = State.GREETING;
      writer.hello(new Hello(HandshakeCodec.PROTOCOL, transport.exchange().self(), store, transport.index()));
      flush();
      return this;
    }

    @Override
    public void failed(String reason) {
      if (isCurrent()) end(reason, false);
    }

    @Override
    public void received(ByteBuf bytes) {
      if (!isCurrent()) return;
      counters.bytesReceived.add(bytes.readableBytes());
      silence.heard();
      try {
        reader.received(bytes, this);
      } catch (MalformedBytes malformed) {
        counters.refusals.increment();
        refuse(malformed.getMessage());
      }
      tellAnswers();
    }

    @Override
    public boolean frame(FrameKind kind, WireReader body) {
      if (kind == FrameKind.REFUSED) {
        end("it refused us: " + HandshakeCodec.readRefused(body).reason(), true);
      } else if (state == State.GREETING) {
        greeted(kind, body);
      } else {
        switch (kind) {
          case RESPONSE -> response(body);
          case HEARTBEAT -> settle();
          case HELLO, WELCOME, REFUSED, RAFT, REQUEST -> throw new MalformedBytes(kind + " does not belong here");
        }
      }
      return isCurrent();
    }

    private void greeted(FrameKind kind, WireReader body) {
      if (kind != FrameKind.WELCOME) throw new MalformedBytes(kind + " instead of a welcome");
      Welcome welcome = HandshakeCodec.readWelcome(body);
      String objection = objection(welcome);
      if (objection != null) {
        counters.refusals.increment();
        refuse(objection);
        return;
      }
      reader.bytesMax(config.limits().frameBytesMax());
      welcomed(welcome);
    }

    private void response(WireReader body) {
      long number = body.u64();
      byte[] payload = body.sized();
      ReplyTarget reply = requests.take(number);
      if (reply != null) answered.add(new Answered(reply, payload));
    }

    /** A link that lived for a while may be tried again quickly when it breaks. */
    private void settle() {
      if (!settled) backoff.reset();
      settled = true;
    }

    private void tellAnswers() {
      if (answered.isEmpty()) return;
      List<Answered> told = List.copyOf(answered);
      answered.clear();
      for (Answered each : told) each.reply.answered(each.payload);
      transport.flush();
    }

    @Override
    public void receivedAll() {}

    @Override
    public void closed(String reason) {
      if (isCurrent()) end(reader.midFrame() ? reason + ", in the middle of a frame" : reason, false);
      reader.release();
    }

    boolean admits(int bytes) {
      long queued = writer.queuedBytes();
      return queued == 0 || queued + bytes <= config.limits().queueBytesMax();
    }

    void beat() {
      if (!wroteSinceBeat) writer.heartbeat();
      flush();
      wroteSinceBeat = false;
    }

    void flush() {
      long flushed = writer.flush();
      if (flushed == 0) return;
      wroteSinceBeat = true;
      counters.bytesSent.add(flushed);
      requests.flushed();
    }

    private void refuse(String reason) {
      writer.refused(new Refused(reason));
      flush();
      ending = true;
      connection.closeAfterSending();
      end(reason, true);
    }

    void close() {
      if (writer != null) writer.release();
      if (connection != null && !ending) connection.close();
    }
  }
}
