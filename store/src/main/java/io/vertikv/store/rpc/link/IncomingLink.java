package io.vertikv.store.rpc.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RpcConfig;
import io.vertikv.store.rpc.RpcCounters;
import io.vertikv.store.rpc.StoreIdentity;
import io.vertikv.store.rpc.codec.FrameKind;
import io.vertikv.store.rpc.codec.HandshakeCodec;
import io.vertikv.store.rpc.codec.Hello;
import io.vertikv.store.rpc.codec.MessageCodec;
import io.vertikv.store.rpc.codec.Refused;
import io.vertikv.store.rpc.codec.Welcome;
import io.vertikv.store.rpc.codec.WireReader;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that another store's loop made with us. It belongs to whichever of our loops accepted it; what arrives is
 * sorted by the loops that own it, and each of them gets all of one read in one task. So messages for one group keep their
 * order. What other loops have been handed and not taken is bounded: above the limit nothing more is read, while heartbeats
 * still go out, so that a busy store is not taken for a dead one.
 */
final class IncomingLink implements Connection.Events, FrameReader.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingLink.class);

  private final LoopTransport transport;
  private final Connection connection;
  private final RpcConfig config;
  private final RpcCounters counters;
  private final FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, FrameReader.HANDSHAKE_BYTES_MAX);
  private final FrameWriter writer;
  private final Delivery[] deliveries;
  private final AtomicLong handedBytes = new AtomicLong();
  private volatile boolean paused;
  private Silence silence;
  private StoreIdentity from;
  private boolean wroteSinceBeat;
  private boolean over;

  IncomingLink(LoopTransport transport, Connection connection) {
    this.transport = transport;
    this.connection = connection;
    this.config = transport.exchange().config();
    this.counters = transport.exchange().counters();
    this.writer = new FrameWriter(connection, config.limits().frameBytesTarget());
    this.silence = silenceOf(config.intervals().handshakeMillis());
    this.deliveries = new Delivery[transport.exchange().loops()];
  }

  private Silence silenceOf(int millis) {
    return new Silence(config.intervals().beats(millis));
  }

  LoopTransport transport() { return transport; }

  @Override
  public void received(ByteBuf bytes) {
    if (over) return;
    counters.bytesReceived.add(bytes.readableBytes());
    if (from != null) silence.heard();
    try {
      reader.received(bytes, this);
    } catch (MalformedBytes malformed) {
      if (from == null) refuseStranger("it does not speak as a store does: " + malformed.getMessage());
      else refuse(malformed.getMessage());
    }
  }

  @Override
  public boolean frame(FrameKind kind, WireReader body) {
    if (from == null) {
      if (kind != FrameKind.HELLO) throw new MalformedBytes(kind + " instead of a greeting");
      greeted(HandshakeCodec.readHello(body));
      return !over;
    }
    switch (kind) {
      case RAFT -> raft(body);
      case REQUEST -> request(body);
      case HEARTBEAT -> {}
      case REFUSED -> {
        LOG.warn("store {} at {} ends its connection: {}", from.store(), connection.remote(),
            HandshakeCodec.readRefused(body).reason());
        end();
      }
      case HELLO, WELCOME, RESPONSE -> throw new MalformedBytes(kind + " does not belong here");
    }
    return !over;
  }

  private void greeted(Hello hello) {
    String objection = objection(hello);
    if (objection != null) {
      refuse(objection);
      return;
    }
    from = hello.from();
    reader.bytesMax(config.limits().frameBytesMax());
    silence = silenceOf(config.intervals().silenceMillis());
    writer.welcome(new Welcome(HandshakeCodec.PROTOCOL, transport.exchange().self()));
    flush();
    LOG.debug("loop {} of store {} (life {}) connected from {}", hello.loop(), from.store(), from.incarnation(),
        connection.remote());
  }

  /** Why we do not want to hear more, or null. */
  private String objection(Hello hello) {
    StoreIdentity self = transport.exchange().self();
    StoreIdentity other = hello.from();
    if (hello.protocol() < HandshakeCodec.PROTOCOL_OLDEST) {
      return "protocol " + hello.protocol() + " is too old, the oldest understood here is "
          + HandshakeCodec.PROTOCOL_OLDEST;
    }
    if (other.cluster() != self.cluster()) {
      return "store " + other.store() + " belongs to cluster " + Long.toHexString(other.cluster()) + ", store "
          + self.store() + " to " + Long.toHexString(self.cluster());
    }
    if (hello.target() != self.store()) return "store " + hello.target() + " was wanted, this is " + self.store();
    if (other.store() == self.store()) return "there are two stores " + self.store();
    if (!transport.exchange().lives().meet(other.store(), other.incarnation())) {
      return "store " + other.store() + " in life " + other.incarnation() + " is not its newest, "
          + transport.exchange().lives().newest(other.store());
    }
    return null;
  }

  private void raft(WireReader body) {
    while (body.remaining() > 0) {
      int before = body.remaining();
      GroupMessage message = MessageCodec.read(body);
      Delivery delivery = delivery(transport.exchange().placement().loopOfGroup(message.group()));
      delivery.messages.add(message);
      delivery.bytes += before - body.remaining();
    }
  }

  private void request(WireReader body) {
    long number = body.u64();
    byte[] payload = body.sized();
    Delivery delivery = delivery(transport.exchange().placement().loopOfRequest(payload));
    delivery.questions.add(new Delivery.Question(number, payload));
    delivery.bytes += FrameWriter.numberedBytes(payload);
  }

  private Delivery delivery(int loop) {
    if (deliveries[loop] == null) deliveries[loop] = new Delivery(this);
    return deliveries[loop];
  }

  @Override
  public void receivedAll() {
    for (int i = 0; i < deliveries.length; i++) {
      Delivery delivery = deliveries[i];
      if (delivery == null) continue;
      deliveries[i] = null;
      if (i == transport.index()) transport.deliver(from.store(), delivery);
      else hand(transport.exchange().loop(i), delivery);
    }
  }

  private void hand(LoopTransport owner, Delivery delivery) {
    long store = from.store();
    long handed = handedBytes.addAndGet(delivery.bytes);
    owner.loop().execute(() -> {
      owner.deliver(store, delivery);
      taken(delivery.bytes);
    });
    if (handed <= config.limits().handedBytesMax() || paused || over) return;
    paused = true;
    counters.readingPaused.increment();
    connection.reading(false);
    // The other loop may have taken it all before it could see that we paused.
    resumeWhenTaken();
  }

  private void taken(long bytes) {
    handedBytes.addAndGet(-bytes);
    if (paused && hasRoom()) transport.loop().execute(this::resumeWhenTaken);
  }

  private void resumeWhenTaken() {
    if (!paused || over || !hasRoom()) return;
    paused = false;
    silence.heard();
    connection.reading(true);
  }

  private boolean hasRoom() { return handedBytes.get() <= config.limits().handedBytesMax() / 2; }

  /** On this link's loop; leaves with the next flush. */
  void answer(long number, byte[] payload) {
    int bytes = FrameWriter.numberedBytes(payload);
    long queued = over ? 0 : writer.queuedBytes();
    if (over || queued > 0 && queued + bytes > config.limits().queueBytesMax()) counters.answersDropped.increment();
    else writer.response(number, payload);
  }

  void flush() {
    if (over) return;
    long flushed = writer.flush();
    if (flushed == 0) return;
    wroteSinceBeat = true;
    counters.bytesSent.add(flushed);
  }

  /** Once in a heartbeat's interval. */
  void beat() {
    if (from == null) {
      if (silence.beat()) refuseStranger("no greeting within " + config.intervals().handshakeMillis() + " ms");
    } else if (transport.exchange().lives().newest(from.store()) > from.incarnation()) {
      LOG.info("store {} has begun a new life: the connection of its old one, {}, is closed", from.store(),
          connection.remote());
      end();
    } else if (!paused && silence.beat()) {
      LOG.warn("closed the connection of store {} from {}: no sign of life for {} ms", from.store(),
          connection.remote(), config.intervals().silenceMillis());
      end();
    } else {
      if (!wroteSinceBeat) writer.heartbeat();
      flush();
      wroteSinceBeat = false;
    }
  }

  /** Whoever does not speak the language gets no answer. */
  private void refuseStranger(String reason) {
    complain(reason);
    end();
  }

  private void refuse(String reason) {
    complain(reason);
    writer.refused(new Refused(reason));
    flush();
    forget();
    connection.closeAfterSending();
  }

  private void complain(String reason) {
    transport.refused(from == null ? connection.remote() : connection.remote() + " (store " + from.store() + ")",
        reason);
  }

  /** Closes from our side. */
  void end() {
    if (over) return;
    forget();
    connection.close();
  }

  @Override
  public void closed(String reason) {
    if (!over && from != null)
      LOG.debug("connection of store {} from {}: {}", from.store(), connection.remote(), reason);
    forget();
    reader.release();
  }

  private void forget() {
    if (over) return;
    over = true;
    for (int i = 0; i < deliveries.length; i++) deliveries[i] = null;
    writer.release();
    transport.forget(this);
  }
}
