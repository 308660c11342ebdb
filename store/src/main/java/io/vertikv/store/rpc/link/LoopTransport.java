package io.vertikv.store.rpc.link;

import io.netty.util.collection.LongObjectHashMap;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Mailbox;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loop's end of the wire: a link to every other store that is known, and the links that other stores' loops have made
 * with this loop. One timer beats for all of them. Everything runs on the loop, but {@link #exchange} and {@link #loop}.
 */
public final class LoopTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(LoopTransport.class);

  private static final int COMPLAINTS_PER_BEAT = 10;

  private record CrossAnswer(IncomingLink link, long number, byte[] payload) {}

  private final Exchange exchange;
  private final int index;
  private final Loop loop;
  private final Dialer dialer;
  private final RandomGenerator random;
  private final DeadlineWheel deadlines;
  private final LongObjectHashMap<OutgoingLink> outgoing = new LongObjectHashMap<>();
  private final List<IncomingLink> incoming = new ArrayList<>();
  /** Answers that this loop has given and that leave on another loop's links. */
  private final List<List<CrossAnswer>> crossAnswers = new ArrayList<>();
  private Mailbox mailbox;
  private Loop.Cancellable beat;
  private int complaints;
  private boolean stopped;

  /**
   * Attaches itself to the exchange.
   *
   * @param index of the loop among the store's loops
   */
  public LoopTransport(Exchange exchange, int index, Loop loop, Dialer dialer, RandomGenerator random) {
    this.exchange = exchange;
    this.index = index;
    this.loop = loop;
    this.dialer = dialer;
    this.random = random;
    this.deadlines = new DeadlineWheel(loop);
    for (int i = 0; i < exchange.loops(); i++) crossAnswers.add(new ArrayList<>());
    exchange.attach(this);
  }

  Exchange exchange() { return exchange; }

  int index() { return index; }

  public Loop loop() { return loop; }

  DeadlineWheel deadlines() { return deadlines; }

  /** Call it on every loop before any connection is accepted or made. */
  public void start(Mailbox receiver) {
    mailbox = receiver;
    beatLater();
  }

  /** Ends all links: requests that wait fail, and nothing arrives any more. */
  public void stop() {
    stopped = true;
    if (beat != null) beat.cancel();
    for (OutgoingLink link : List.copyOf(outgoing.values())) link.stop();
    outgoing.clear();
    for (IncomingLink link : List.copyOf(incoming)) link.end();
  }

  /** Where the other stores are, all of them: links to others end, new ones are made. */
  public void connectTo(Map<Long, StoreAddress> stores) {
    if (stopped) return;
    for (long store : List.copyOf(outgoing.keySet())) {
      if (!stores.containsKey(store)) outgoing.remove(store).stop();
    }
    stores.forEach(this::connectTo);
  }

  private void connectTo(long store, StoreAddress address) {
    if (store == exchange.self().store()) return;
    OutgoingLink link = outgoing.get(store);
    if (link != null) {
      link.moveTo(address);
      return;
    }
    link = new OutgoingLink(this, store, address, dialer, random);
    outgoing.put(store, link);
    link.dial();
  }

  /** True when messages to the store have a way at this moment. */
  public boolean reaches(long store) {
    OutgoingLink link = outgoing.get(store);
    return link != null && link.isOpen();
  }

  /** Another store's loop has connected; the connection reports to what is returned. */
  public Connection.Events accept(Connection connection) {
    IncomingLink link = new IncomingLink(this, connection);
    incoming.add(link);
    if (stopped) {
      link.end();
    } else if (incoming.size() > exchange.config().limits().linksMax()) {
      refused(connection.remote(), "there are " + (incoming.size() - 1) + " already, which is the limit");
      link.end();
    }
    return link;
  }

  @Override
  public void send(long store, GroupMessage message) {
    OutgoingLink link = outgoing.get(store);
    if (link != null && link.send(message)) exchange.counters().messagesSent.increment();
    else exchange.counters().messagesDropped.increment();
  }

  @Override
  public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    requireFits(payload);
    OutgoingLink link = outgoing.get(store);
    if (link != null) {
      link.request(payload, deadlineNanos, reply);
    } else {
      exchange.counters().requestsNotSent.increment();
      loop.execute(() -> reply.failed(RequestFailure.NOT_SENT));
    }
  }

  @Override
  public void flush() {
    for (OutgoingLink link : outgoing.values()) link.flush();
    for (int i = 0; i < crossAnswers.size(); i++) {
      if (!crossAnswers.get(i).isEmpty()) crossOver(i);
    }
    for (int i = 0; i < incoming.size(); i++) incoming.get(i).flush();
  }

  private void crossOver(int to) {
    List<CrossAnswer> answers = List.copyOf(crossAnswers.get(to));
    crossAnswers.get(to).clear();
    LoopTransport home = exchange.loop(to);
    home.loop().execute(() -> {
      for (CrossAnswer each : answers) each.link.answer(each.number, each.payload);
      home.flush();
    });
  }

  /** An answer that was given on this loop; the link may be another loop's. */
  void answer(IncomingLink link, long number, byte[] payload) {
    requireFits(payload);
    if (link.transport() == this) link.answer(number, payload);
    else crossAnswers.get(link.transport().index()).add(new CrossAnswer(link, number, payload));
  }

  private void requireFits(byte[] payload) {
    int bytesMax = exchange.config().limits().frameBytesMax();
    if (payload.length + FrameWriter.NUMBERED_FRAME_BYTES > bytesMax) {
      throw new IllegalArgumentException(payload.length + " bytes do not fit into a frame of " + bytesMax);
    }
  }

  /** What a link of any loop has received for this one. */
  void deliver(long store, Delivery delivery) {
    if (stopped) return;
    if (!delivery.messages.isEmpty()) {
      exchange.counters().messagesReceived.add(delivery.messages.size());
      mailbox.received(store, delivery.messages);
    }
    exchange.counters().requestsReceived.add(delivery.questions.size());
    for (Delivery.Question each : delivery.questions) {
      mailbox.asked(store, each.payload(), new Answer(this, delivery.link, each.number()));
    }
    flush();
  }

  void disconnected(long store) {
    if (stopped) return;
    mailbox.disconnected(store);
    flush();
  }

  /** Somebody was not let in: one line for each, but not for each of a flood. */
  public void refused(String remote, String reason) {
    exchange.counters().refusals.increment();
    if (++complaints <= COMPLAINTS_PER_BEAT) LOG.warn("refused the connection from {}: {}", remote, reason);
  }

  void forget(IncomingLink link) { incoming.remove(link); }

  private void beatLater() { beat = loop.schedule(exchange.config().intervals().heartbeatMillis(), this::beatAll); }

  private void beatAll() {
    if (complaints > COMPLAINTS_PER_BEAT) LOG.warn("refused {} more connections", complaints - COMPLAINTS_PER_BEAT);
    complaints = 0;
    for (OutgoingLink link : List.copyOf(outgoing.values())) link.beat();
    for (IncomingLink link : List.copyOf(incoming)) link.beat();
    if (!stopped) beatLater();
  }
}
