package io.vertikv.tools.chaos.net;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What may pass from which node to which, by place in the cluster. A cut link passes nothing and breaks nothing: bytes
 * wait, as in a network that drops packets, whose senders send again. A slow one keeps every piece back for a while, and
 * so limits how much passes, too. Thread-safe.
 */
public final class Links {
  /** Somebody who has not said who it is. What the node that it talks to may not hear from anybody, it may not say. */
  public static final int STRANGER = -1;

  private final int nodes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final boolean[][] cut;
  private final int[][] delayMillis;
  private final Map<Long, Integer> nodeOfStore = new HashMap<>();
  private boolean closed;

  public Links(int nodes) {
    this.nodes = nodes;
    this.cut = new boolean[nodes][nodes];
    this.delayMillis = new int[nodes][nodes];
  }

  public void cut(int from, int to) { change(() -> cut[from][to] = true); }

  public void delay(int from, int to, int millis) { change(() -> delayMillis[from][to] = millis); }

  /** Everything passes again, at once. */
  public void heal() {
    change(() -> {
      for (int from = 0; from < nodes; from++) {
        for (int to = 0; to < nodes; to++) {
          cut[from][to] = false;
          delayMillis[from][to] = 0;
        }
      }
    });
  }

  /** Nobody waits any longer. */
  public void close() {
    change(() -> closed = true);
  }

  public boolean passes(int from, int to) { return locked(() -> !isCut(from, to)); }

  /** The node that answers as this store. */
  void known(long store, int node) {
    change(() -> nodeOfStore.put(store, node));
  }

  int nodeOf(long store) { return locked(() -> nodeOfStore.getOrDefault(store, STRANGER)); }

  /** Blocks while the link is cut, and as long as it is slow; false when the test is over. */
  boolean awaitPassage(int from, int to) throws InterruptedException {
    lock.lock();
    try {
      long leftNanos = TimeUnit.MILLISECONDS.toNanos(delay(from, to));
      while (!closed && leftNanos > 0) leftNanos = changed.awaitNanos(leftNanos);
      while (!closed && isCut(from, to)) changed.await();
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isCut(int from, int to) {
    if (from != STRANGER && to != STRANGER) return cut[from][to];
    int known = from == STRANGER ? to : from;
    for (int other = 0; other < nodes; other++)
      if (other != known && !(from == STRANGER ? cut[other][to] : cut[from][other])) return false;
    return true;
  }

  private int delay(int from, int to) { return from == STRANGER || to == STRANGER ? 0 : delayMillis[from][to]; }

  private void change(Runnable how) {
    lock.lock();
    try {
      how.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }
}
