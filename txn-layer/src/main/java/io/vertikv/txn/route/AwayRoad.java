package io.vertikv.txn.route;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.rpc.Transport.RequestFailure;
import io.vertikv.txn.region.RegionFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of one gateway's errands to leaders in other stores, so many bytes of them at a time. */
final class AwayRoad {
  private static final Logger LOG = LoggerFactory.getLogger(AwayRoad.class);

  /** Who is told of each that is back; after it has landed. */
  interface Home {
    /** @param failure null: it is done, and has its outcome */
    void told(Errand errand, RegionFailure failure);

    /** It may have been done. */
    void lost(Errand errand);

    /** It has an answer that nobody understands. */
    void garbled(Errand errand);
  }

  private final Transport transport;
  private final long windowBytes;
  private final long stream;
  private final Home home;
  private long position;
  private long flyingBytes;
  private boolean unsent;

  /** @param stream tells these errands from those of other roads, so that whoever runs them keeps their order */
  AwayRoad(Transport transport, long windowBytes, long stream, Home home) {
    this.transport = transport;
    this.windowBytes = windowBytes;
    this.stream = stream;
    this.home = home;
  }

  /** An attempt begins. */
  void begin() { position = 0; }

  boolean hasRoom(Errand errand) { return flyingBytes == 0 || flyingBytes + errand.formBytes() <= windowBytes; }

  /** Sends one that is encoded. */
  void submit(Errand errand, long region, long store, long answerBy) {
    byte[] payload = Ask.encode(region, stream, position++, errand);
    flyingBytes += payload.length;
    errand.flight = new Flight(errand, store, payload.length);
    unsent = true;
    transport.request(store, payload, answerBy, errand.flight);
  }

  void flush() {
    if (!unsent) return;
    unsent = false;
    transport.flush();
  }

  /** One journey; only the last one of an errand counts. */
  final class Flight implements Transport.ReplyTarget {
    private final Errand errand;
    private final long store;
    private final int bytes;

    private Flight(Errand errand, long store, int bytes) {
      this.errand = errand;
      this.store = store;
      this.bytes = bytes;
    }

    @Override
    public void answered(byte[] payload) {
      if (!lands()) return;
      Told told;
      try {
        told = Told.decode(payload);
        if (told.failure() == null) errand.operation().recall(told.outcome());
      } catch (MalformedBytes malformed) {
        LOG.warn("store {} has answered {} with what is not understood: {}", store, errand, malformed.getMessage());
        home.garbled(errand);
        return;
      }
      home.told(errand, told.failure());
    }

    @Override
    public void failed(RequestFailure failure) {
      if (!lands()) return;
      if (failure == RequestFailure.NOT_SENT) home.told(errand, new RegionFailure.NotLeader(0));
      else home.lost(errand);
    }

    private boolean lands() {
      flyingBytes -= bytes;
      return errand.flight == this;
    }
  }
}
