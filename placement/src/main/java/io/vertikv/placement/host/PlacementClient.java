package io.vertikv.placement.host;

import io.vertikv.placement.operator.Order;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Asks the placement leader, wherever it is: here, where this store's replica or the last answer says, or, for a store that has
 * no replica of the group, at one founder after the other. One try and one redirection; to ask again is the caller's.
 */
public final class PlacementClient {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /**
   * Where this store is.
   *
   * @param leaderStore as this store's replica of the group knows, 0: it does not
   * @param founders the stores that had the group at first
   */
  public record Seat(long self, LongSupplier leaderStore, List<Long> founders) {
    public Seat {
      founders = List.copyOf(founders);
    }
  }

  private final Loop loop;
  private final Transport transport;
  private final Seat seat;
  private final PlacementClerk local;
  private long lastLeader;
  private int guess;

  public PlacementClient(Loop loop, Transport transport, Seat seat, PlacementClerk local) {
    this.loop = loop;
    this.transport = transport;
    this.seat = seat;
    this.local = local;
  }

  /** As this store's replica of the group knows; 0: it does not. */
  public long leaderStore() {
    return seat.leaderStore.getAsLong();
  }

  /** @param done hears once, on the loop, maybe before this returns; never {@link PlacementAnswer.Elsewhere} */
  public void ask(PlacementRequest request, long patienceMillis, Consumer<PlacementAnswer> done) {
    ask(request, loop.nanoTime() + patienceMillis * NANOS_PER_MILLI, store(), true, done);
  }

  private long store() {
    long known = seat.leaderStore.getAsLong();
    if (known != 0) return known;
    if (lastLeader != 0) return lastLeader;
    return seat.founders.get(guess++ % seat.founders.size());
  }

  private void ask(PlacementRequest request, long deadlineNanos, long store, boolean mayRedirect,
      Consumer<PlacementAnswer> done) {
    Consumer<PlacementAnswer> heard = answer -> {
      switch (answer) {
        case PlacementAnswer.Elsewhere(long next) when next != 0 && next != store && mayRedirect ->
          ask(request, deadlineNanos, next, false, done);
        case PlacementAnswer.Elsewhere _ -> {
          lastLeader = 0;
          done.accept(new PlacementAnswer.NotNow("no placement leader is known"));
        }
        case PlacementAnswer.NotNow later -> {
          lastLeader = 0;
          done.accept(later);
        }
        case PlacementAnswer.OfStore _,PlacementAnswer.OfRegions _,PlacementAnswer.Done _,PlacementAnswer.Told _,PlacementAnswer.Refused _ -> {
          lastLeader = store;
          done.accept(answer);
        }
      }
    };
    if (store == seat.self) local.answer(request, heard);
    else send(store, request, deadlineNanos, heard);
  }

  private void send(long store, PlacementRequest request, long deadlineNanos, Consumer<PlacementAnswer> heard) {
    transport.request(store, PlacementWire.encode(request), deadlineNanos, new Transport.ReplyTarget() {
      @Override
      public void answered(byte[] payload) { heard.accept(decoded(payload)); }

      @Override
      public void failed(Transport.RequestFailure failure) {
        heard.accept(new PlacementAnswer.NotNow("store " + store + ", which leads, did not answer: " + failure));
      }
    });
    transport.flush();
  }

  private static PlacementAnswer decoded(byte[] payload) {
    try {
      return PlacementWire.answer(payload);
    } catch (MalformedBytes e) {
      return new PlacementAnswer.Refused(e.getMessage());
    }
  }

  /** To the stores that lead the regions; what is lost on the way is ordered again. */
  public void order(List<Order> orders, long patienceMillis) {
    Map<Long, List<Order>> byStore = new TreeMap<>();
    orders.forEach(order -> byStore.computeIfAbsent(order.leaderStore(), absent -> new ArrayList<>()).add(order));
    long deadlineNanos = loop.nanoTime() + patienceMillis * NANOS_PER_MILLI;
    byStore.forEach((store, all) -> {
      for (int from = 0; from < all.size(); from += PlacementRequest.BATCH_MAX) {
        PlacementRequest batch = new PlacementRequest.Orders(
            all.subList(from, Math.min(all.size(), from + PlacementRequest.BATCH_MAX)));
        if (store == seat.self) local.answer(batch, answer -> {});
        else send(store, batch, deadlineNanos, answer -> {});
      }
    });
  }
}
