package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.HistoryRecorder;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * One client: asks one thing at a time, of the node that it is at home with, of another one when that is gone, and goes
 * home with the next era. It never asks the same thing twice: whoever repeats what may have happened writes twice.
 */
final class LoadClient implements Runnable {
  private static final int AWAY_MILLIS = 20;

  private final int number;
  private final Load load;
  private final RandomGenerator random;
  private Era era;
  private int node;
  private Session session;

  LoadClient(int number, Load load, RandomGenerator random, Era first) {
    this.number = number;
    this.load = load;
    this.random = random;
    this.era = first;
    this.node = home();
  }

  @Override
  public void run() {
    try {
      while (!load.ending()) {
        if (era.next() != null) {
          passOn();
          if (node != home() && load.doors().isOpen(home())) moveTo(home());
        }
        if (!load.doors().isOpen(node)) moveTo(load.doors().after(node));
        if (connected()) step(era.draw(random));
        rest();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      load.meter().countStrange("client " + number + " at node " + node + ": " + defect);
    } finally {
      disconnect();
      while (era.next() != null) passOn();
      era.leave();
    }
  }

  private int home() { return number % load.doors().nodes(); }

  private void passOn() {
    Era next = era.next();
    era.leave();
    era = next;
  }

  private void step(Era.Course course) {
    Request request = course.workload().next(random);
    HistoryRecorder.Invocation invocation = course.recorder().invoke(number, request.action());
    long sentNanos = System.nanoTime();
    try {
      Fate fate = Fate.of(request, session.ask(request.commands()));
      switch (fate) {
        case Fate.Done done -> invocation.ok(done.answer());
        case Fate.Refused no -> invocation.failed();
        case Fate.Unknown maybe -> invocation.unknown();
        case Fate.Strange odd -> invocation.unknown();
      }
      load.meter().count(request, fate, sentNanos, System.nanoTime());
    } catch (IOException broken) {
      invocation.unknown();
      load.meter().countLost();
      moveTo(load.doors().after(node));
    }
  }

  /** False when nobody is there; then another node is next. */
  private boolean connected() throws InterruptedException {
    if (session != null) return true;
    int port = load.doors().port(node);
    load.doors().enter(node);
    try {
      session = load.opener().open(port);
      return true;
    } catch (IOException nobodyThere) {
      load.doors().leave(node);
      node = load.doors().after(node);
      Thread.sleep(AWAY_MILLIS);
      return false;
    }
  }

  private void moveTo(int other) {
    disconnect();
    node = other;
  }

  private void disconnect() {
    if (session == null) return;
    session.close();
    session = null;
    load.doors().leave(node);
  }

  private void rest() throws InterruptedException {
    long micros = load.plan().restMicros();
    if (micros > 0) Thread.sleep(Duration.of(random.nextLong(2 * micros), ChronoUnit.MICROS));
  }
}
