package io.vertikv.resp.server;

import io.vertikv.resp.type.ExpirySweep;
import io.vertikv.resp.type.GarbageCollection;
import io.vertikv.resp.type.Reminder;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done behind the commands: expired keys are removed and the parts of deleted collections are collected. Ordinary
 * operations of bounded size, submitted at the region's gateway like any client's; each round is a read that finds work and
 * a write that does it, so that a cold disk delays nobody. One round of each kind at a time; the next one follows at once
 * while there is more to do.
 *
 * <p>One node's work is enough: give it a gateway that refuses where the region is not led
 * ({@link io.vertikv.txn.route.RoutedGateway#whereLed}). A refused round is over and the next one tries again.
 */
public final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int PARTS_PER_ROUND = 2000;
  private static final long COLLECTION_MILLIS = 500;

  private final Loop loop;
  private final RegionGateway gateway;
  private final IntConsumer expiredKeys;
  private final Chore<Reminder> expiry;
  private final Chore<byte[]> collection;
  private boolean stopped;

  /**
   * @param expiryMillis how often expired keys are looked for
   * @param expiredPerRound most keys removed in one round
   * @param expiredKeys told how many keys a round has removed
   */
  public Housekeeping(Loop loop, RegionGateway gateway, long expiryMillis, int expiredPerRound,
      IntConsumer expiredKeys) {
    this.loop = loop;
    this.gateway = gateway;
    this.expiredKeys = expiredKeys;
    this.expiry = new Chore<>("expiry", expiryMillis, expiredPerRound, ExpirySweep::find, ExpirySweep::settle);
    this.collection = new Chore<>("collection", COLLECTION_MILLIS, PARTS_PER_ROUND, GarbageCollection::find,
        GarbageCollection::delete);
  }

  /** On the loop. */
  public void start() {
    expiry.later();
    collection.later();
  }

  /** On the loop. What is under way ends; nothing new begins. */
  public void stop() { stopped = true; }

  /** Something to find and something to do about it, again and again. */
  private final class Chore<W> {
    private final String name;
    private final long pauseMillis;
    private final int perRound;
    private final BiFunction<Tx, Integer, List<W>> find;
    private final BiConsumer<Tx, List<W>> settle;
    private List<W> work = List.of();
    private int expired;

    Chore(String name, long pauseMillis, int perRound, BiFunction<Tx, Integer, List<W>> find,
        BiConsumer<Tx, List<W>> settle) {
      this.name = name;
      this.pauseMillis = pauseMillis;
      this.perRound = perRound;
      this.find = find;
      this.settle = settle;
    }

    void later() {
      if (!stopped) loop.schedule(pauseMillis, this::look);
    }

    private void look() {
      if (stopped) return;
      submit(RegionOperation.Mode.READ, tx -> work = find.apply(tx, perRound), this::found);
    }

    private void found() {
      if (work.isEmpty()) later();
      else submit(RegionOperation.Mode.WRITE, this::settle, this::settled);
    }

    private void settle(Tx tx) {
      tx.tally().clear();
      settle.accept(tx, work);
      expired = tx.tally().expiredKeys();
    }

    private void settled() {
      expiredKeys.accept(expired);
      if (work.size() == perRound) look();
      else later();
    }

    private void submit(RegionOperation.Mode mode, Consumer<Tx> body, Runnable then) {
      gateway.submit(new Round(name, mode, body, then, this::later));
      gateway.flush();
    }
  }

  /** One half of a round. */
  private record Round(String name, Mode mode, Consumer<Tx> body, Runnable then, Runnable otherwise)
      implements
        RegionOperation {
    @Override
    public void keys(Consumer<byte[]> each) {}

    @Override
    public void run(Tx tx) { body.accept(tx); }

    @Override
    public boolean wantsProof() { return mode != Mode.READ; }

    @Override
    public void completed() { then.run(); }

    @Override
    public void failed(RegionFailure failure) {
      LOG.debug("{} has to wait: {}", name, failure);
      otherwise.run();
    }
  }
}
