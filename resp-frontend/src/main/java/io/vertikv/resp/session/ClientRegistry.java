package io.vertikv.resp.session;

import io.vertikv.store.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The connections of all loops. A session is touched on its own loop only; whoever wants something of all of them asks
 * each loop in turn and gets the answers together on his own.
 */
public final class ClientRegistry {
  /** Who has to wait: nobody once the time has come. */
  record Pause(long untilNanos, boolean writesOnly) {}

  private final List<FrontLoop> loops = new CopyOnWriteArrayList<>();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicReference<Pause> pause = new AtomicReference<>();

  void add(FrontLoop loop) { loops.add(loop); }

  void remove(FrontLoop loop) { loops.remove(loop); }

  List<FrontLoop> loops() { return loops; }

  long nextId() { return lastId.incrementAndGet(); }

  /** False when there are too many already. */
  boolean admit(int connectionsMax) {
    if (connected.incrementAndGet() <= connectionsMax) return true;
    connected.decrementAndGet();
    refused.incrementAndGet();
    return false;
  }

  void left() { connected.decrementAndGet(); }

  public int connected() { return connected.get(); }

  public long refused() { return refused.get(); }

  public void resetRefused() { refused.set(0); }

  /** Asks every session something on its own loop; null answers are left out. The answers come on the caller's loop. */
  public <T> void ask(Loop caller, Function<Session, T> question, Consumer<List<T>> answers) {
    askLoops(caller, loop -> {
      List<T> part = new ArrayList<>();
      for (Session session : List.copyOf(loop.sessions())) {
        T answer = question.apply(session);
        if (answer != null) part.add(answer);
      }
      return part;
    }, parts -> {
      List<T> all = new ArrayList<>();
      parts.forEach(all::addAll);
      answers.accept(all);
    });
  }

  /** The same with each loop as a whole. */
  <T> void askLoops(Loop caller, Function<FrontLoop, T> question, Consumer<List<T>> answers) {
    List<T> all = new ArrayList<>();
    List<FrontLoop> asked = List.copyOf(loops);
    AtomicInteger missing = new AtomicInteger(asked.size());
    for (FrontLoop each : asked) {
      each.loop().execute(() -> {
        T part = question.apply(each);
        caller.execute(() -> {
          all.add(part);
          if (missing.decrementAndGet() == 0) answers.accept(all);
        });
      });
    }
  }

  void resetStatistics() {
    refused.set(0);
    for (FrontLoop each : loops) each.loop().execute(each.statistics()::reset);
  }

  /** Null: nobody waits. */
  Pause pause() { return pause.get(); }

  /** Holds commands back; a pause that lasts longer or holds more is not shortened or weakened by another. */
  void pause(long untilNanos, boolean writesOnly) {
    pause.updateAndGet(old -> old == null
        ? new Pause(untilNanos, writesOnly)
        : new Pause(untilNanos - old.untilNanos > 0 ? untilNanos : old.untilNanos, writesOnly && old.writesOnly));
  }

  void unpause() {
    pause.set(null);
    for (FrontLoop each : loops) each.loop().execute(each::resumePaused);
  }

  void pauseEnded(Pause ended) {
    if (pause.compareAndSet(ended, null)) unpause();
  }
}
