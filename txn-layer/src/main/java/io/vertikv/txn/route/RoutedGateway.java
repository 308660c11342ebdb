package io.vertikv.txn.route;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RegionRoute;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A front-end loop's door to a region whose leader is in this process or in another one, and may move at any time.
 *
 * <p>All operations stand in one {@link Line} until they have an outcome. While a leader is known they set out for it in
 * that order, all in one <em>attempt</em>. When one comes back because the leader is no longer one, or its connection broke, the
 * attempt is over: nothing more sets out until everything that could have been run has come back, and then all that has no
 * outcome sets out again in the same order, in the next attempt. Whoever has refused one errand of an attempt refuses the later
 * ones too (see {@link StreamOrder}, {@link LocalRoad}), so nobody is overtaken.
 *
 * <pre>
 *   FLOWING ── one bounced, or another leader ──► DRAINING ── all are back ──► leader known? ── yes ──► FLOWING
 *      ▲                                                                            no │
 *      └───────────────────── a leader is known, or the time has come ◄────── RESTING ◄┘
 * </pre>
 *
 * <p><b>Once.</b> A write carries a {@link io.vertikv.txn.region.RequestId}, under which all replicas remember its outcome. So
 * when it was lost on the way it may be sent again, marked as such, and the leader either runs it or recalls what it did.
 * Only when that fails for good, or there are no names, is the outcome {@link RegionFailure.Unknown}. Reads are sent again
 * without further ado.
 *
 * <p><b>When the region moves</b> ({@link RegionRouter}), everything leaves: what is under way comes back, and what has no outcome
 * then is placed anew, by its keys. Until then what belonged to the region goes on joining the line, so that it is not
 * overtaken by what is told of the news first.
 *
 * <p>What cannot travel runs at the replica of this process: reads by {@link LocalReads}, writes only where it leads.
 */
public final class RoutedGateway implements RegionGateway {
  /** A leader that does not know what became of an earlier sending will hardly know later. */
  private static final int UNKNOWNS_MAX = 3;

  /**
   * This store's replica of the region.
   *
   * @param region its id
   * @param store where it lives
   * @param loop it is pinned to
   * @param door to its executor, used on that loop
   * @param reads used on that loop
   */
  public record Replica(long region, long store, Loop loop, RegionGateway door, LocalReads reads, LeaderView leader) {}

  /** What all gateways of a front-end loop share. */
  record Ground(Loop loop, Transport transport, Replicas replicas, RouteConfig config, RandomGenerator random,
      Intake intake) {}

  private enum State {
    FLOWING, DRAINING, RESTING
  }

  private final Ground ground;
  private final Loop loop;
  private final RouteConfig config;
  /** Null: the region is all there is. */
  private final RegionMoves moves;
  private final AwayRoad away;
  private final ReplicaReads replicaReads = new ReplicaReads();
  private final long stream;
  private final Line line = new Line();
  private final Course course = new Course();
  private RegionRoute route;
  /** The replica here, and the way to it; null: there is none. */
  private Replica replica;
  private LocalRoad road;
  private Runnable unlisten = () -> {};
  /** The first in the line that has not set out in this attempt; null: all have. */
  private Errand next;
  private State state = State.RESTING;
  private boolean leaving;
  private long attempt = 1;
  private long number;
  private long sequence;
  private int flying;
  private boolean turning;
  private Loop.Cancellable timer;

  /**
   * For a region that is the whole key space and always has a replica here.
   *
   * @param transport of the same loop
   */
  public RoutedGateway(Loop loop, Transport transport, Replica replica, RouteConfig config, RandomGenerator random) {
    this(new Ground(loop, transport, region -> replica, config, random, new Intake(loop, config)),
        new RegionRoute(replica.region(), KeyRange.ALL, RegionEpoch.FIRST, 0, List.of()), null);
  }

  /** For one of several regions. */
  RoutedGateway(Ground ground, RegionRoute route, RegionMoves moves) {
    this.ground = ground;
    this.loop = ground.loop();
    this.config = ground.config();
    this.route = route;
    this.moves = moves;
    this.stream = ground.random().nextLong();
    this.away = new AwayRoad(ground.transport(), config.limits().windowBytes(), stream, new Arrivals());
    setCourse(true);
  }

  /** True when it says nothing about the operation but that it was not run there, or that this is not known. */
  static boolean bounces(RegionFailure failure) {
    return switch (failure) {
      case null -> false;
      case RegionFailure.NotLeader _,RegionFailure.Unavailable _,RegionFailure.Unknown _ -> true;
      case RegionFailure.EpochNotMatch _,RegionFailure.SeveralRegions _,RegionFailure.Busy _,RegionFailure.DiskFull _,RegionFailure.Defect _,RegionFailure.TooLarge _ ->
        false;
    };
  }

  /** For what is only done where the region is led: elsewhere it is refused with {@link RegionFailure.NotLeader}. */
  public RegionGateway whereLed() {
    return new RegionGateway() {
      @Override
      public void submit(RegionOperation operation) {
        if (leadsHere()) RoutedGateway.this.submit(operation);
        else loop.execute(() -> operation.failed(new RegionFailure.NotLeader(course.target())));
      }

      @Override
      public void flush() { RoutedGateway.this.flush(); }
    };
  }

  private boolean leadsHere() { return replica != null && course.target() == replica.store(); }

  // ---- intake

  @Override
  public void submit(RegionOperation operation) {
    Errand errand = ground.intake().take(operation);
    if (errand != null) take(errand);
  }

  /** One that is new, or comes from another region's line. */
  void take(Errand errand) {
    if (replicaReads.holds(errand)) return;
    if (leaving) enter(errand);
    else place(errand);
  }

  private void place(Errand errand) {
    boolean reads = errand.reads();
    boolean readsHere = reads && replica != null && (!errand.travels() || errand.anyReplica());
    if (!leadsHere() && !errand.travels() && !readsHere) {
      refuse(errand, new RegionFailure.NotLeader(course.target()));
      return;
    }
    if (config.requestIds() && !reads && errand.travels() && !errand.isNamed()) errand.name(stream, ++sequence);
    if (leadsHere()) {
      enter(errand);
    } else if (readsHere) {
      replicaReads.add(errand, errand.travels() ? 0 : number, line.first(), road);
    } else {
      RegionFailure refused = ground.intake().form(errand);
      if (refused == null) enter(errand);
      else refuse(errand, refused);
    }
  }

  private void enter(Errand errand) {
    errand.enters(road);
    errand.number = ++number;
    line.add(errand);
    if (next == null) next = errand;
    if (state == State.RESTING && timer == null) arm();
  }

  private void refuse(Errand errand, RegionFailure failure) {
    loop.execute(() -> errand.fail(failure));
  }

  @Override
  public void flush() {
    setOut();
    away.flush();
    ground.intake().turnEnds();
  }

  /** The same as {@link #flush} for one of several gateways, whose messages leave together. */
  void setOut() {
    pump();
    flushRoad();
  }

  private void flushRoad() {
    if (road != null) road.flush();
  }

  // ---- on the way

  private void pump() {
    if (state != State.FLOWING || next == null) return;
    if (leadsHere()) {
      for (; next != null; next = next.after) setOutHere(next);
      return;
    }
    long answerBy = loop.nanoTime() + config.answerWaitNanos();
    while (next != null && away.hasRoom(next)) {
      Errand errand = next;
      next = errand.after;
      if (errand.travels()) setOutAway(errand, answerBy);
      else stayHere(errand);
    }
  }

  private void setOutHere(Errand errand) {
    errand.setsOut(attempt);
    flying++;
    road.submit(errand);
  }

  private void setOutAway(Errand errand, long answerBy) {
    RegionFailure refused = ground.intake().formLate(errand);
    if (refused != null) {
      finish(errand, refused);
      return;
    }
    errand.setsOut(attempt);
    flying++;
    away.submit(errand, route.region(), course.target(), answerBy);
  }

  /** It had set out for the leader here, who is one no more, and cannot travel. */
  private void stayHere(Errand errand) {
    if (!errand.reads() || replica == null) {
      finish(errand, new RegionFailure.NotLeader(course.target()));
      return;
    }
    long after = errand.before == null ? 0 : errand.before.number;
    leaveLine(errand);
    replicaReads.add(errand, after, line.first(), road);
  }

  /** What comes from other stores. */
  private final class Arrivals implements AwayRoad.Home {
    @Override
    public void told(Errand errand, RegionFailure failure) {
      landed(errand);
      if (failure == null) complete(errand);
      else failed(errand, failure);
      afterLanding();
    }

    @Override
    public void lost(Errand errand) {
      landed(errand);
      RoutedGateway.this.lost(errand, "the connection to the leader was lost");
      afterLanding();
    }

    @Override
    public void garbled(Errand errand) {
      landed(errand);
      finish(errand, new RegionFailure.Unknown("the leader's answer was not understood"));
      afterLanding();
    }
  }

  private void landed(Errand errand) {
    errand.flying = false;
    errand.flight = null;
    flying--;
  }

  private void cameBack(Errand errand) {
    if (errand.here) {
      cameBackHere(errand, verdict(errand.failure));
      return;
    }
    landed(errand);
    if (errand.failure == null) complete(errand);
    else failed(errand, errand.failure);
    afterLanding();
  }

  /** A read that any replica may answer is over, or tries again: here, or wherever everything goes. */
  private void cameBackHere(Errand errand, RegionFailure failure) {
    boolean again = bounces(failure);
    // A replica that waits for its snapshot may do so for long.
    boolean holdsNothing = failure instanceof RegionFailure.Unavailable && errand.travels();
    errand.leaderOnly |= holdsNothing;
    boolean stays = !leaving && road != null && !holdsNothing;
    if (again && stays && errand.deadlineNanos - loop.nanoTime() > 0) {
      loop.schedule(config.retryMillis(), () -> readAgain(errand));
      return;
    }
    Collection<Errand> behind = replicaReads.release(errand);
    if (failure == null) errand.succeed();
    else if (again && !stays) take(errand);
    else if (again) errand.fail(new RegionFailure.Unavailable("no leader vouched for what this replica has"));
    else errand.fail(failure);
    behind.forEach(this::take);
    afterLanding();
    flush();
  }

  private void readAgain(Errand errand) {
    if (leaving || road == null) {
      cameBackHere(errand, new RegionFailure.NotLeader(0));
      return;
    }
    road.submit(errand);
    road.flush();
  }

  private void complete(Errand errand) {
    course.succeeded();
    leaveLine(errand);
    errand.succeed();
  }

  private void failed(Errand errand, RegionFailure why) {
    RegionFailure failure = verdict(why);
    switch (failure) {
      case RegionFailure.NotLeader(long store) -> {
        if (state == State.FLOWING) course.hint(store);
        bounce(errand);
      }
      case RegionFailure.Unavailable _ -> bounce(errand);
      case RegionFailure.Unknown(String reason) -> {
        if (++errand.unknowns < UNKNOWNS_MAX) lost(errand, reason);
        else finish(errand, failure);
      }
      case RegionFailure.EpochNotMatch _,RegionFailure.SeveralRegions _,RegionFailure.Busy _,RegionFailure.DiskFull _,RegionFailure.Defect _,RegionFailure.TooLarge _ ->
        finish(errand, failure);
    }
  }

  /** What a refusal by the region means for an errand of this line. */
  private RegionFailure verdict(RegionFailure failure) {
    if (moves == null || !(failure instanceof RegionFailure.EpochNotMatch(List<RegionRoute> current))) return failure;
    moves.learned(current);
    if (leaving) return new RegionFailure.NotLeader(0);
    for (RegionRoute told : current) {
      boolean asPlaced = told.region() == route.region() && told.epoch().version() == route.epoch().version();
      // It was placed by its keys, and met one that they do not tell of: SORT BY.
      if (asPlaced) return new RegionFailure.SeveralRegions();
    }
    // That store has not heard yet of what is known here.
    return new RegionFailure.NotLeader(0);
  }

  /** It may have been done. */
  private void lost(Errand errand, String how) {
    if (!errand.reads()) {
      errand.uncertain = true;
      if (!errand.isNamed()) {
        finish(errand, new RegionFailure.Unknown(how));
        turnAway();
        return;
      }
    }
    bounce(errand);
  }

  /** The errand has to set out again. */
  private void bounce(Errand errand) {
    if (errand.attempt == attempt) course.refused();
    turnAway();
  }

  private void finish(Errand errand, RegionFailure failure) {
    leaveLine(errand);
    errand.fail(failure);
  }

  private void leaveLine(Errand errand) {
    if (next == errand) next = errand.after;
    line.remove(errand);
    if (!leaving) replicaReads.settled(line.first(), road);
  }

  // ---- from leader to leader

  /** This attempt is over. Reads that are away need not be waited for: nobody minds if they are run twice. */
  private void turnAway() {
    if (state != State.FLOWING) return;
    state = State.DRAINING;
    if (!leadsHere()) {
      for (Errand each = line.first(); each != null; each = each.after) if (each.flying && each.reads()) landed(each);
    }
    if (timer == null) arm();
  }

  /** Never acts within the call of the one that has just refused: it may be in the middle of refusing more. */
  private void afterLanding() {
    boolean home = flying == 0 && !(leaving && replicaReads.underWay() > 0);
    if (state == State.DRAINING && home && !turning) {
      turning = true;
      loop.execute(this::turn);
    } else if (state == State.FLOWING && next != null && !leadsHere()) {
      pump();
      away.flush();
    }
    flushRoad();
  }

  private void turn() {
    turning = false;
    if (state != State.DRAINING || flying > 0 || leaving && replicaReads.underWay() > 0) return;
    attempt++;
    away.begin();
    next = line.first();
    course.attemptEnds();
    expire();
    if (leaving) left();
    else setCourse(false);
    flushRoad();
  }

  /** @param patient some time has passed since the last refusal, or there is news */
  private void setCourse(boolean patient) {
    look();
    if (replica == null && moves != null && course.despairs(route)) moves.doubted(route);
    if (!course.set(patient, replica == null ? null : replica.leader(), route)) {
      state = State.RESTING;
      if (line.count() > 0 && timer == null) arm();
      return;
    }
    state = State.FLOWING;
    pump();
    away.flush();
  }

  /** Replicas come and go. */
  private void look() {
    Replica now = ground.replicas().find(route.region());
    if (now == replica) return;
    unlisten.run();
    replica = now;
    road = now == null ? null : new LocalRoad(loop, now, this::cameBack);
    unlisten = now == null ? () -> {} : now.leader().listen(loop, this::leaderChanged);
    for (Errand each = line.first(); each != null; each = each.after) each.enters(road);
  }

  private void leaderChanged() {
    course.forget();
    long leader = replica == null ? 0 : replica.leader().leaderStore();
    if (state == State.RESTING) {
      setCourse(true);
    } else if (state == State.FLOWING && leader != 0 && leader != course.target()) {
      turnAway();
      afterLanding();
    }
    flushRoad();
  }

  private void arm() { timer = loop.schedule(config.retryMillis(), this::tick); }

  private void tick() {
    timer = null;
    expire();
    if (state == State.RESTING) setCourse(true);
    if (state != State.FLOWING && line.count() > 0 && timer == null) arm();
    flushRoad();
  }

  /** Deadlines rise along the line; one that came from elsewhere may wait a little longer than it must. */
  private void expire() {
    long now = loop.nanoTime();
    for (Errand each = line.first(); each != null && each.deadlineNanos - now <= 0;) {
      Errand after = each.after;
      if (!each.flying) finish(each, new RegionFailure.Unavailable("no leader was reached in time"));
      each = after;
    }
  }

  // ---- from region to region

  RegionRoute route() { return route; }

  /** The same range in another epoch, or a new range: then nothing may be here that was placed by the old one. */
  void route(RegionRoute now) {
    route = now;
  }

  boolean isIdle() { return line.count() == 0 && flying == 0 && replicaReads.isEmpty(); }

  boolean isLeaving() { return leaving; }

  /** Its region is not what it was. {@link RegionMoves#left} follows, when all that is under way has come back. */
  void leave() {
    leaving = true;
    turnAway();
    state = State.DRAINING;
    afterLanding();
  }

  private void left() {
    leaving = false;
    List<Errand> all = replicaReads.leaveWith(line);
    line.clear();
    next = null;
    state = State.RESTING;
    course.rest();
    moves.left(this, all);
  }

  /** It has left, and goes on with what the region is now. */
  void arrive(RegionRoute now) {
    route = now;
    setCourse(true);
  }

  /** It is idle, and its region is no more. */
  void close() {
    unlisten.run();
    if (timer != null) timer.cancel();
  }
}
