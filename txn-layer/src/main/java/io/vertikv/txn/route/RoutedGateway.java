package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.rpc.Transport.RequestFailure;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * <p>What cannot travel runs at the replica of this process: reads by {@link LocalReads}, writes only where it leads.
 */
public final class RoutedGateway implements RegionGateway {
  private static final Logger LOG = LoggerFactory.getLogger(RoutedGateway.class);
  /** So many leaders are tried in a row without waiting: two that send to one another must not make us spin. */
  private static final int HOPS_AT_ONCE = 2;
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

  private enum State {
    FLOWING, DRAINING, RESTING
  }

  private final Loop loop;
  private final Transport transport;
  private final Replica replica;
  private final RouteConfig config;
  private final LocalRoad road;
  private final ReplicaReads replicaReads;
  private final long stream;
  private final ByteWriter scratch = new ByteWriter();
  private final Line line = new Line();
  /** The first in the line that has not set out in this attempt; null: all have. */
  private Errand next;
  private State state = State.RESTING;
  /** Where this attempt goes; 0 while resting. */
  private long target;
  /** Who leads by the word of one who does not; 0: nobody has said. */
  private long hinted;
  private long refusedBy;
  private int hops;
  private long attempt = 1;
  private long position;
  private long number;
  private long sequence;
  private int flying;
  private long flyingBytes;
  private long formBytes;
  private long nowNanos;
  private boolean clockRead;
  private boolean turning;
  private Loop.Cancellable timer;

  /** @param transport of the same loop */
  public RoutedGateway(Loop loop, Transport transport, Replica replica, RouteConfig config, RandomGenerator random) {
    this.loop = loop;
    this.transport = transport;
    this.replica = replica;
    this.config = config;
    this.road = new LocalRoad(loop, replica, this::cameBack);
    this.replicaReads = new ReplicaReads(loop, road, config.retryMillis());
    this.stream = random.nextLong();
    replica.leader().listen(loop, this::leaderChanged);
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
        else refuse(operation, new RegionFailure.NotLeader(target));
      }

      @Override
      public void flush() { RoutedGateway.this.flush(); }
    };
  }

  private boolean leadsHere() { return target == replica.store(); }

  // ---- intake

  @Override
  public void submit(RegionOperation operation) {
    if (line.count() + replicaReads.count() >= config.limits().operationsMax()) {
      refuse(operation, new RegionFailure.Busy("too many operations wait for the leader of the data"));
    } else if (!replicaReads.holds(operation)) {
      place(operation);
    }
  }

  private void place(RegionOperation operation) {
    PortableOperation portable = operation instanceof PortableOperation p ? p : null;
    boolean reads = operation.mode() == RegionOperation.Mode.READ;
    if (!leadsHere() && portable == null && !reads) {
      refuse(operation, new RegionFailure.NotLeader(target));
      return;
    }
    boolean named = config.requestIds() && !reads && portable != null;
    Errand errand = new Errand(operation, road, now() + config.leaderWaitNanos(), named ? ++sequence : 0);
    if (leadsHere()) enter(errand);
    else if (portable == null) replicaReads.add(errand, number, line.first());
    else if (reads && portable.anyReplica()) replicaReads.add(errand, 0, line.first());
    else if (formed(errand)) enter(errand);
  }

  /** False: it was refused. */
  private boolean formed(Errand errand) {
    formBytes += errand.form(scratch);
    RegionFailure refused = errand.formBytes() > config.limits().operationBytesMax()
        ? new RegionFailure.TooLarge(errand.formBytes(), config.limits().operationBytesMax())
        : formBytes > config.limits().waitingBytesMax()
            ? new RegionFailure.Busy("operations of too many bytes wait for the leader of the data")
            : null;
    if (refused == null) return true;
    formBytes -= errand.formBytes();
    refuse(errand.operation(), refused);
    return false;
  }

  private void enter(Errand errand) {
    errand.number = ++number;
    line.add(errand);
    if (next == null) next = errand;
    if (state == State.RESTING && timer == null) arm();
  }

  private void refuse(RegionOperation operation, RegionFailure failure) {
    loop.execute(() -> operation.failed(failure));
  }

  /** One reading serves all that is submitted before the next flush. */
  private long now() {
    if (!clockRead) nowNanos = loop.nanoTime();
    clockRead = true;
    return nowNanos;
  }

  @Override
  public void flush() {
    pump();
    road.flush();
    clockRead = false;
  }

  // ---- on the way

  private void pump() {
    if (state != State.FLOWING || next == null) return;
    if (leadsHere()) {
      for (; next != null; next = next.after) setOutHere(next);
      return;
    }
    long answerBy = loop.nanoTime() + config.answerWaitNanos();
    while (next != null && !windowFull(next)) {
      Errand errand = next;
      next = errand.after;
      if (errand.travels()) setOutAway(errand, answerBy);
      else stayHere(errand);
    }
    transport.flush();
  }

  private boolean windowFull(Errand errand) {
    return flyingBytes > 0 && flyingBytes + errand.formBytes() > config.limits().windowBytes();
  }

  private void setOutHere(Errand errand) {
    errand.setsOut(stream, attempt);
    flying++;
    road.submit(errand);
  }

  private void setOutAway(Errand errand, long answerBy) {
    formBytes += errand.form(scratch);
    if (errand.formBytes() > config.limits().operationBytesMax()) {
      finish(errand, new RegionFailure.TooLarge(errand.formBytes(), config.limits().operationBytesMax()));
      return;
    }
    errand.setsOut(stream, attempt);
    flying++;
    byte[] payload = Ask.encode(replica.region(), stream, attempt, position++, errand);
    flyingBytes += payload.length;
    transport.request(target, payload, answerBy, new Flight(errand, attempt, payload.length));
  }

  /** It had set out for the leader here, who is one no more, and cannot travel. */
  private void stayHere(Errand errand) {
    if (!errand.reads()) {
      finish(errand, new RegionFailure.NotLeader(target));
      return;
    }
    long after = errand.before == null ? 0 : errand.before.number;
    leaveLine(errand);
    replicaReads.add(errand, after, line.first());
  }

  /** One journey to another store; only the last one of an errand counts. */
  private final class Flight implements Transport.ReplyTarget {
    private final Errand errand;
    private final long of;
    private final int bytes;

    Flight(Errand errand, long of, int bytes) {
      this.errand = errand;
      this.of = of;
      this.bytes = bytes;
    }

    @Override
    public void answered(byte[] payload) {
      if (!lands()) return;
      try {
        Told told = Told.decode(payload);
        if (told.failure() == null) recall(errand, told.outcome());
        else RoutedGateway.this.failed(errand, told.failure());
      } catch (MalformedBytes malformed) {
        LOG.warn("store {} has answered {} with what is not understood: {}", target, errand, malformed.getMessage());
        finish(errand, new RegionFailure.Unknown("the leader's answer was not understood"));
      }
      afterLanding();
    }

    @Override
    public void failed(RequestFailure failure) {
      if (!lands()) return;
      if (failure == RequestFailure.NOT_SENT) bounce(errand);
      else lost(errand, "the connection to the leader was lost");
      afterLanding();
    }

    private boolean lands() {
      flyingBytes -= bytes;
      if (!errand.flying || errand.attempt != of) return false;
      landed(errand);
      return true;
    }
  }

  private void landed(Errand errand) {
    errand.flying = false;
    flying--;
  }

  private void cameBack(Errand errand) {
    if (errand.here) {
      List<RegionOperation> behind = replicaReads.cameBack(errand);
      if (behind == null) return;
      for (RegionOperation each : behind) submit(each);
      flush();
      return;
    }
    landed(errand);
    if (errand.failure == null) complete(errand);
    else failed(errand, errand.failure);
    afterLanding();
  }

  private void recall(Errand errand, byte[] outcome) {
    errand.operation().recall(outcome);
    complete(errand);
  }

  private void complete(Errand errand) {
    hops = 0;
    leaveLine(errand);
    errand.operation().completed();
  }

  private void failed(Errand errand, RegionFailure failure) {
    switch (failure) {
      case RegionFailure.NotLeader(long store) -> {
        if (store != 0 && store != target && state == State.FLOWING) hinted = store;
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

  /** It may have been done. */
  private void lost(Errand errand, String how) {
    if (!errand.reads()) {
      errand.uncertain = true;
      if (errand.sequence == 0) {
        finish(errand, new RegionFailure.Unknown(how));
        turnAway();
        return;
      }
    }
    bounce(errand);
  }

  /** The errand has to set out again. */
  private void bounce(Errand errand) {
    if (errand.attempt == attempt && target != 0) refusedBy = target;
    turnAway();
  }

  /** An errand's end without an outcome. What may have been done by an earlier sending was not refused by a later one. */
  private void finish(Errand errand, RegionFailure failure) {
    leaveLine(errand);
    boolean maybeDone = errand.uncertain || failure instanceof RegionFailure.Unknown;
    RegionFailure told = failure;
    if (errand.reads() && failure instanceof RegionFailure.Unknown) {
      told = new RegionFailure.Unavailable("no leader has answered");
    } else if (!errand.reads() && maybeDone && !(failure instanceof RegionFailure.Unknown)) {
      told = new RegionFailure.Unknown("the answer of a leader was lost, and asking again did not help: " + failure);
    }
    errand.operation().failed(told);
  }

  private void leaveLine(Errand errand) {
    if (next == errand) next = errand.after;
    line.remove(errand);
    formBytes -= errand.formBytes();
    replicaReads.settled(line.first());
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
    if (state == State.DRAINING && flying == 0 && !turning) {
      turning = true;
      loop.execute(this::turn);
    } else if (state == State.FLOWING && next != null && !leadsHere()) {
      pump();
    }
    road.flush();
  }

  private void turn() {
    turning = false;
    if (state != State.DRAINING || flying > 0) return;
    attempt++;
    position = 0;
    next = line.first();
    if (hinted == refusedBy) hinted = 0;
    expire();
    setCourse(false);
    road.flush();
  }

  /** @param patient some time has passed since the last refusal, or there is news */
  private void setCourse(boolean patient) {
    long seen = replica.leader().leaderStore();
    long leader = hinted == 0 || patient && seen != 0 ? seen : hinted;
    boolean tooSoon = !patient && (leader == refusedBy || hops >= HOPS_AT_ONCE);
    if (leader == 0 || tooSoon) {
      state = State.RESTING;
      target = 0;
      if (line.count() > 0 && timer == null) arm();
      return;
    }
    state = State.FLOWING;
    target = leader;
    hops++;
    pump();
  }

  private void leaderChanged() {
    hinted = 0;
    refusedBy = 0;
    long leader = replica.leader().leaderStore();
    if (state == State.RESTING) {
      setCourse(true);
    } else if (state == State.FLOWING && leader != 0 && leader != target) {
      turnAway();
      afterLanding();
    }
    road.flush();
  }

  private void arm() { timer = loop.schedule(config.retryMillis(), this::tick); }

  private void tick() {
    timer = null;
    expire();
    if (state == State.RESTING) setCourse(true);
    if (state != State.FLOWING && line.count() > 0 && timer == null) arm();
    road.flush();
  }

  /** Deadlines rise along the line. */
  private void expire() {
    long now = loop.nanoTime();
    for (Errand each = line.first(); each != null && each.deadlineNanos - now <= 0;) {
      Errand after = each.after;
      if (!each.flying) finish(each, new RegionFailure.Unavailable("no leader was reached in time"));
      each = after;
    }
  }
}
