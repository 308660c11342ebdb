package io.vertikv.resp.session;

import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionGateway;
import java.util.ArrayList;

/**
 * What is done once per turn of a loop instead of once per command: operations of all sockets that were read in the turn
 * leave together, and each session's replies leave in one write. The turn's end is a task behind everything that is queued
 * when the first operation or reply of the turn comes.
 */
final class Turn implements Runnable {
  private final Loop loop;
  private final RegionGateway gateway;
  private final StageTimes times;
  private ArrayList<Session> replying = new ArrayList<>();
  private ArrayList<Session> spare = new ArrayList<>();
  private boolean submitted;
  private boolean scheduled;

  Turn(Loop loop, RegionGateway gateway, StageTimes times) {
    this.loop = loop;
    this.gateway = gateway;
    this.times = times;
  }

  /** An operation went to the gateway. */
  void submitted() {
    submitted = true;
    schedule();
  }

  /** The session has something to send. */
  void replying(Session session) {
    replying.add(session);
    schedule();
  }

  private void schedule() {
    if (scheduled) return;
    scheduled = true;
    loop.execute(this);
  }

  @Override
  public void run() {
    scheduled = false;
    if (submitted) {
      submitted = false;
      gateway.flush();
    }
    if (replying.isEmpty()) return;
    ArrayList<Session> now = replying;
    replying = spare;
    spare = now;
    for (int i = 0, n = now.size(); i < n; i++) now.get(i).flush();
    long leftNanos = loop.nanoTime();
    for (int i = 0, n = now.size(); i < n; i++) now.get(i).pace().left(leftNanos, times);
    now.clear();
  }
}
