package io.vertikv.placement.host;

import io.vertikv.placement.cluster.CommandOutcome;
import io.vertikv.placement.cluster.CommandResult;
import io.vertikv.placement.operator.Order;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.Transport;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Answers what stores ask about placement, and takes the orders of its leader; on the group's loop. */
public final class PlacementClerk implements RequestDesk.Clerk {
  /** Answers an operator's question where the group is led. */
  @FunctionalInterface
  public interface Questions {
    void asked(String text, Consumer<String> answer);
  }

  private final PlacementHost host;
  private final LongSupplier leaderStore;
  private final Consumer<List<Order>> obey;
  private final Questions questions;
  private final Transport transport;

  /**
   * @param leaderStore where the group is led, 0: not known
   * @param obey takes orders for regions that are led on this store
   * @param transport is flushed for answers
   */
  public PlacementClerk(PlacementHost host, LongSupplier leaderStore, Consumer<List<Order>> obey, Questions questions,
      Transport transport) {
    this.host = host;
    this.leaderStore = leaderStore;
    this.obey = obey;
    this.questions = questions;
    this.transport = transport;
  }

  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    Consumer<PlacementAnswer> reply = said -> {
      answer.accept(PlacementWire.encode(said));
      transport.flush();
    };
    PlacementRequest request;
    try {
      request = PlacementWire.request(payload);
    } catch (MalformedBytes e) {
      reply.accept(new PlacementAnswer.Refused(e.getMessage()));
      return;
    }
    answer(request, reply);
  }

  /** For this store's own requests as well. */
  void answer(PlacementRequest request, Consumer<PlacementAnswer> reply) {
    switch (request) {
      case PlacementRequest.Register register -> host.register(register.store(), said -> reply.accept(told(said)));
      case PlacementRequest.OfStore of -> reply.accept(orElsewhere(host.heard(of)));
      case PlacementRequest.OfRegions of -> reply.accept(orElsewhere(host.heard(of)));
      case PlacementRequest.Orders of -> {
        obey.accept(of.orders());
        reply.accept(new PlacementAnswer.Done());
      }
      case PlacementRequest.Question(String text) -> {
        if (host.leads()) questions.asked(text, said -> reply.accept(new PlacementAnswer.Told(said)));
        else reply.accept(elsewhere());
      }
    }
  }

  private PlacementAnswer orElsewhere(Optional<PlacementAnswer> said) { return said.orElseGet(this::elsewhere); }

  private PlacementAnswer elsewhere() { return new PlacementAnswer.Elsewhere(leaderStore.getAsLong()); }

  private static PlacementAnswer told(CommandOutcome outcome) {
    return switch (outcome) {
      case CommandOutcome.Decided(CommandResult.Refused(String why)) -> new PlacementAnswer.Refused(why);
      case CommandOutcome.Decided _ -> new PlacementAnswer.Done();
      case CommandOutcome.NotLeader(long leader) -> new PlacementAnswer.Elsewhere(leader);
      case CommandOutcome.Unavailable(String why) -> new PlacementAnswer.NotNow(why);
      case CommandOutcome.Unknown _ -> new PlacementAnswer.NotNow("the leader has changed meanwhile");
    };
  }
}
