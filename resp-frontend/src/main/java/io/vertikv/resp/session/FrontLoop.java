package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Command.Flag;
import io.vertikv.resp.reply.Reply;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** One event loop's part of the front end: its sessions, its door to the regions, its counters. Only for its loop. */
public final class FrontLoop {
  private static final long SWEEP_MILLIS = 1000;
  /** The latency log counts whole milliseconds. */
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final FrontEnd frontEnd;
  private final Loop loop;
  private final RegionGateway gateway;
  private final Regions regions;
  private final LoopStatistics statistics;
  private final StageTimes stageTimes = new StageTimes();
  private final Dispatcher dispatcher;
  private final Turn turn;
  private final LoopLoad load;
  private final Map<Long, Session> sessions = new TreeMap<>();
  private List<Session> paused = new ArrayList<>();
  private Loop.Cancellable sweep;
  private Loop.Cancellable pauseEnd;
  /** Who waits for the end of the drain; null while new connections are welcome. */
  private IntConsumer drained;
  private Loop.Cancellable drainEnd;
  private int cutOff;

  /** For one region. */
  public FrontLoop(FrontEnd frontEnd, Loop loop, RegionGateway gateway) {
    this(frontEnd, loop, gateway, Regions.one());
  }

  public FrontLoop(FrontEnd frontEnd, Loop loop, RegionGateway gateway, Regions regions) {
    this.frontEnd = frontEnd;
    this.loop = loop;
    this.gateway = gateway;
    this.regions = regions;
    statistics = new LoopStatistics(frontEnd.routes().count());
    dispatcher = new Dispatcher(this);
    load = new LoopLoad(frontEnd);
    turn = new Turn(loop, gateway, stageTimes);
  }

  /** From here on sessions may be opened. */
  public void start() {
    frontEnd.clients().add(this);
    sweep = loop.schedule(SWEEP_MILLIS, this::sweep);
  }

  /**
   * Ends in order: every session runs and answers what it has read, and closes. Those that have not come so far when the
   * drain time is over are cut off. {@code done} hears how many, once, on this loop, when no session is left.
   */
  public void drain(IntConsumer done) {
    drained = done;
    sweep.cancel();
    drainEnd = loop.schedule(frontEnd.config().drainMillis(), this::cutOff);
    for (Session session : List.copyOf(sessions.values())) session.drain();
    endDrainWhenEmpty();
  }

  private void cutOff() {
    cutOff = sessions.size();
    for (Session session : List.copyOf(sessions.values())) session.close();
  }

  private void endDrainWhenEmpty() {
    if (!sessions.isEmpty()) return;
    drainEnd.cancel();
    frontEnd.clients().remove(this);
    drained.accept(cutOff);
  }

  /** A connection was accepted. It was refused when null comes back: an error may be on its way, and it will be closed. */
  public Session open(Connection connection) {
    if (drained != null) {
      connection.close();
      return null;
    }
    statistics.connections++;
    if (!frontEnd.clients().admit(frontEnd.config().limits().connectionsMax())) {
      connection.send(Session.encoded(connection, Reply.error(Refusal.TOO_MANY_CLIENTS.text())));
      connection.flush();
      connection.closeAfterSending();
      return null;
    }
    Session session = new Session(frontEnd.clients().nextId(), this, connection);
    sessions.put(session.id(), session);
    return session;
  }

  void closed(Session session) {
    if (sessions.remove(session.id()) == null) return;
    frontEnd.clients().left();
    load.left(session);
    if (drained != null) endDrainWhenEmpty();
  }

  FrontEnd frontEnd() { return frontEnd; }

  Loop loop() { return loop; }

  Regions regions() { return regions; }

  LoopStatistics statistics() { return statistics; }

  StageTimes stageTimes() { return stageTimes; }

  Dispatcher dispatcher() { return dispatcher; }

  Turn turn() { return turn; }

  LoopLoad load() { return load; }

  /** In the order of their ids. */
  Collection<Session> sessions() { return sessions.values(); }

  void submit(RegionOperation operation) {
    gateway.submit(operation);
    turn.submitted();
  }

  /** A command has run; failure is its error reply, or null. */
  void executed(Session session, Route route, Args args, long nanos, Reply failure) {
    int index = route.index;
    statistics.ran(index, nanos);
    long slowMicros = frontEnd.config().slowMicros();
    if (slowMicros >= 0 && nanos / 1000 >= slowMicros && !route.skipsSlowLog) {
      frontEnd.slowLog().add(session, args, nanos / 1000);
    }
    frontEnd.latencyEvents().executed(route.command.is(Flag.FAST), loop, nanos);
    if (failure != null) {
      statistics.failed[index]++;
      statistics.error(((Reply.Failure) failure).text());
    }
  }

  /** The session's command has to wait for the end of a pause. */
  void pause(Session session, ClientRegistry.Pause pause) {
    paused.add(session);
    if (pauseEnd != null) return;
    long millis = Math.max(0, (pause.untilNanos() - loop.nanoTime() + 999_999) / 1_000_000);
    pauseEnd = loop.schedule(millis, () -> {
      pauseEnd = null;
      resumeIfOver();
    });
  }

  private void resumeIfOver() {
    ClientRegistry.Pause pause = frontEnd.clients().pause();
    if (pause != null && pause.untilNanos() - loop.nanoTime() <= 0) {
      frontEnd.clients().pauseEnded(pause);
    } else {
      resumePaused();
    }
  }

  /** Each tries its command again; those that still have to wait come back. */
  void resumePaused() {
    if (pauseEnd != null) pauseEnd.cancel();
    pauseEnd = null;
    List<Session> waiting = paused;
    paused = new ArrayList<>();
    for (Session session : waiting) session.retryPaused();
  }

  private void sweep() {
    statistics.secondPassed();
    int idleSeconds = frontEnd.config().idleSeconds();
    if (idleSeconds > 0) {
      long now = loop.nanoTime();
      for (Session session : List.copyOf(sessions.values())) {
        if (now - session.activeNanos() > idleSeconds * NANOS_PER_SECOND && session.isIdle()) session.close();
      }
    }
    sweep = loop.schedule(SWEEP_MILLIS, this::sweep);
  }
}
