package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.region.RegionRoute;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks other stores, one after the other, for the routes that they know. For one loop.
 *
 * <pre>
 * request   kind u8 = ROUTES | start sized | end sized
 * answer    routes, see RouteCodec; of many as many as it may hold
 * </pre>
 */
public final class RouteInquiry implements RouteSource {
  private static final Logger LOG = LoggerFactory.getLogger(RouteInquiry.class);
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Loop loop;
  private final Transport transport;
  private final Supplier<List<Long>> stores;
  private int asked;

  /**
   * @param transport of the same loop
   * @param stores    all others that are known at the moment; any thread
   */
  public RouteInquiry(Loop loop, Transport transport, Supplier<List<Long>> stores) {
    this.loop = loop;
    this.transport = transport;
    this.stores = stores;
  }

  /** Answers what this process knows. */
  public static RequestDesk.Clerk desk(RouteCache routes, Transport transport) {
    return (fromStore, payload, answer) -> {
      List<RegionRoute> known = List.of();
      try {
        ByteReader in = new ByteReader(payload);
        in.u8();
        known = routes.within(new KeyRange(in.sized(), in.sized()), RouteCodec.ROUTES_MAX);
      } catch (MalformedBytes malformed) {
        LOG.warn("store {} asks for routes with {} bytes that are no question: {}", fromStore, payload.length,
            malformed.getMessage());
      }
      ByteWriter out = new ByteWriter();
      RouteCodec.encode(known, out);
      answer.accept(out.toByteArray());
      transport.flush();
    };
  }

  @Override
  public void load(KeyRange range, Consumer<List<RegionRoute>> done) {
    List<Long> others = stores.get();
    if (others.isEmpty()) {
      done.accept(List.of());
      return;
    }
    long store = others.get(Math.floorMod(asked++, others.size()));
    byte[] question = new ByteWriter().u8(RequestKind.ROUTES.code()).sized(range.start()).sized(range.end())
        .toByteArray();
    transport.request(store, question, loop.nanoTime() + ANSWER_NANOS, new Transport.ReplyTarget() {
      @Override
      public void answered(byte[] answer) { done.accept(read(store, answer)); }

      @Override
      public void failed(Transport.RequestFailure failure) {
        LOG.debug("store {} does not say where the regions are: {}", store, failure);
        done.accept(List.of());
      }
    });
    transport.flush();
  }

  private static List<RegionRoute> read(long store, byte[] answer) {
    try {
      return RouteCodec.decode(new ByteReader(answer));
    } catch (MalformedBytes malformed) {
      LOG.warn("store {} answers with {} bytes that are no routes: {}", store, answer.length, malformed.getMessage());
      return List.of();
    }
  }
}
