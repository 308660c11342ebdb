package io.vertikv.placement.tso;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.Transport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timestamps for the users of one loop, wherever the oracle's leader is: from this store's replica while that leads, by a
 * plain call, and otherwise over the wire.
 *
 * <p>A timestamp serves a need only if it was asked for after the need arose: else somebody may meanwhile have been given
 * a greater one, have committed and been told so, and what is then done here, later in real time, would come earlier in
 * the order of timestamps. So nothing is fetched in advance, and nothing is kept:
 *
 * <ul>
 * <li>A need makes itself known by registering its task. One request is under way at most; it asks for one timestamp for
 * each task registered before it leaves. Tasks that come later wait for the next request.
 * <li>What a request brings belongs to its tasks, one each: it can be had only while the task runs, and what the task does
 * not take is dropped. A second need that the task has while it runs finds nothing, and waits for the next request.
 * <li>A request that failed is made again for the same tasks, so later than their needs; the answer of the one before is
 * not listened to any more.
 * <li>Once this store's replica leads, what is under way is void: else a need that the replica has served would leave its
 * task behind in the request, and a later need with the same task would be served from it.
 * </ul>
 *
 * Timestamps that are dropped, or lost on their way, harm nobody: there are more.
 */
public final class TimestampClient implements TimestampSource {
  /** An answer takes a round trip; one that takes so long comes from a leader that is paused, cut off or dead. */
  public static final long PATIENCE_MILLIS = 300;
  /** After a failure, while somebody waits. */
  public static final long PAUSE_MILLIS = 10;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(TimestampClient.class);

  private final Loop loop;
  private final Transport transport;
  private final OracleGroup oracle;
  /** No request has left for these; each stands for a user of this loop, so there are few. */
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  /** Under way; null: none. */
  private Round round;
  /** What the task that runs may take; 0: nothing. */
  private long inHand;
  private boolean delivering;
  private boolean pausing;
  private boolean complained;
  private final List<Long> founders;
  /** Who has given timestamps last, or is asked instead; only for a store whose replica knows of no leader. */
  private long lastGiver;
  private int guess;

  /** @param oracle this store's replica, on the same loop */
  public TimestampClient(Loop loop, Transport transport, OracleGroup oracle) {
    this(loop, transport, oracle, List.of());
  }

  /** @param founders the stores that had the group at first: whom to ask where the replica here takes no part in it */
  public TimestampClient(Loop loop, Transport transport, OracleGroup oracle, List<Long> founders) {
    this.founders = List.copyOf(founders);
    this.loop = loop;
    this.transport = transport;
    this.oracle = oracle;
  }

  @Override
  public long next() {
    if (oracle.leads()) {
      if (round != null || !waiting.isEmpty()) giveUpRemote();
      return oracle.next();
    }
    long ts = inHand;
    inHand = 0;
    return ts;
  }

  @Override
  public void whenAvailable(Runnable task) {
    if (oracle.leads()) {
      oracle.whenAvailable(task);
      return;
    }
    if (round == null || !round.tasks.contains(task)) waiting.add(task);
    ask(0);
  }

  /** Everybody asks again, and finds the replica here. */
  private void giveUpRemote() {
    List<Runnable> all = new ArrayList<>();
    if (round != null) all.addAll(round.tasks);
    all.addAll(waiting);
    round = null;
    waiting.clear();
    loop.execute(() -> all.forEach(Runnable::run));
  }

  /** @param hint who is said to lead; 0: as the replica here knows */
  private void ask(long hint) {
    if (round != null || delivering || pausing || waiting.isEmpty()) return;
    if (oracle.leads()) {
      giveUpRemote();
      return;
    }
    long store = hint != 0 ? hint : leaderStore();
    if (store == 0) {
      pause();
      return;
    }
    round = new Round(store, hint != 0);
    Iterator<Runnable> first = waiting.iterator();
    while (first.hasNext() && round.tasks.size() < TimestampWire.TIMESTAMPS_MAX) {
      round.tasks.add(first.next());
      first.remove();
    }
    long deadline = loop.nanoTime() + PATIENCE_MILLIS * NANOS_PER_MILLI;
    transport.request(store, TimestampWire.request(round.tasks.size()), deadline, round);
    transport.flush();
  }

  private long leaderStore() {
    long known = oracle.leaderStore();
    if (known != 0 || founders.isEmpty()) return known;
    if (lastGiver == 0) lastGiver = founders.get(guess++ % founders.size());
    return lastGiver;
  }

  private void pause() {
    if (pausing) return;
    pausing = true;
    loop.schedule(PAUSE_MILLIS, () -> {
      pausing = false;
      ask(0);
    });
  }

  /** One request and whom it is for. */
  private final class Round implements Transport.ReplyTarget {
    private final long store;
    private final boolean redirected;
    private final Set<Runnable> tasks = new LinkedHashSet<>();

    Round(long store, boolean redirected) {
      this.store = store;
      this.redirected = redirected;
    }

    @Override
    public void answered(byte[] payload) {
      if (round != this) return;
      try {
        heard(TimestampWire.answer(payload));
      } catch (MalformedBytes e) {
        complain(e.getMessage());
        again();
      }
    }

    private void heard(TimestampWire.Answer answer) {
      switch (answer) {
        case TimestampWire.Answer.Given given -> deliver(given.timestamps());
        case TimestampWire.Answer.Elsewhere elsewhere -> goTo(elsewhere.leaderStore());
        case TimestampWire.Answer.NotNow() -> again();
        case TimestampWire.Answer.Refused refused -> {
          complain(refused.reason());
          again();
        }
      }
    }

    @Override
    public void failed(Transport.RequestFailure failure) {
      if (round == this) again();
    }

    private void deliver(long[] timestamps) {
      round = null;
      lastGiver = store;
      complained = false;
      delivering = true;
      List<Runnable> now = List.copyOf(tasks);
      int served = Math.min(now.size(), timestamps.length);
      putBack(now.subList(served, now.size()));
      try {
        for (int i = 0; i < served; i++) {
          inHand = timestamps[i];
          now.get(i).run();
        }
      } finally {
        inHand = 0;
        delivering = false;
      }
      ask(0);
    }

    /** Follows a hint at once, but not the next one: two stores may each believe that the other leads. */
    private void goTo(long leaderStore) {
      if (leaderStore == 0 || leaderStore == store || redirected) {
        again();
        return;
      }
      round = null;
      putBack(tasks);
      ask(leaderStore);
    }

    private void again() {
      round = null;
      lastGiver = 0;
      putBack(tasks);
      pause();
    }

    /** In front of those who came later. */
    private void putBack(Iterable<Runnable> earlier) {
      List<Runnable> later = List.copyOf(waiting);
      waiting.clear();
      earlier.forEach(waiting::add);
      waiting.addAll(later);
    }

    /** Once, until it goes well again. */
    private void complain(String reason) {
      if (!complained) LOG.warn("store {} gives no timestamps: {}", store, reason);
      complained = true;
    }
  }
}
