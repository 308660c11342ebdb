package io.vertikv.raft;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.message.Envelope;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.LogAppend;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.ReadOutcome;
import io.vertikv.raft.ready.Ready;
import io.vertikv.raft.ready.SnapshotNeed;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One group under everything that may happen to it, from one seed: messages are delayed, reordered, duplicated and
 * lost; nodes pause, crash with unsynced writes, restart and join; clocks run at different rates; disks are slow. The
 * witnesses look after every step. In the end everything heals, and the group must get on with its work.
 */
final class Simulation {
  private static final double CLOCK_ERROR = 0.05;
  private static final long MILLI = 1_000_000;
  private static final int TICK_MILLIS = 5;
  private static final int HOSTS_MAX = 8;
  private static final int HEALING_MILLIS = 6000;

  private record Event(long at, long tie, long node, Runnable action) {}

  private record SimRead(int number, long floor) implements ReadContext {}

  /** How likely each kind of trouble is at a step, and how fast disks and network are. */
  enum Weather {
    FAIR(0.004, 0.03, 0.003, 0.05, 0.02, 0.004, 60, 8, 0.2), //
    STORMY(0.02, 0.05, 0.006, 0.05, 0.005, 0.01, 60, 8, 0.2), //
    SQUALLS(0.04, 0.12, 0.006, 0.05, 0, 0.02, 80, 40, 0.4), //
    RESHUFFLING(0.003, 0.05, 0.005, 0.015, 0.2, 0.004, 60, 8, 0.2), //
    IMPATIENT(0.002, 0.05, 0.02, 0.03, 0.005, 0.06, 200, 8, 0.2), //
    BLACKOUTS(0.01, 0.2, 0.003, 0.05, 0.01, 0.01, 60, 8, 0.5);

    final double crash;
    final double restart;
    final double partition;
    final double heal;
    final double change;
    final double campaign;
    final int electionMillis;
    final int delayMillis;
    final double slowDisk;

    Weather(double crash, double restart, double partition, double heal, double change, double campaign,
        int electionMillis, int delayMillis,
        double slowDisk) {
      this.crash = crash;
      this.restart = restart;
      this.partition = partition;
      this.heal = heal;
      this.change = change;
      this.campaign = campaign;
      this.electionMillis = electionMillis;
      this.delayMillis = delayMillis;
      this.slowDisk = slowDisk;
    }

    RaftConfig config() { return new RaftConfig(electionMillis, 10, 110, 60, 4, 400, 200, 1 << 20, 100, 20); }
  }

  private static final class Machine {
    double rate;
    long offset;
    long nextTick;
    long pausedUntil;
    int incarnation;
    double diskSpeed = 0.7;
  }

  private final RandomGenerator random;
  private final Safety safety;
  private final boolean tracing;
  private final Weather weather;
  private final Map<Long, Host> hosts = new TreeMap<>();
  private final Map<Long, Machine> machines = new HashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>(
      Comparator.comparingLong(Event::at).thenComparingLong(Event::tie));
  private final Map<SnapshotMark, AppliedState> snapshots = new HashMap<>();
  private final Set<List<Long>> cuts = new HashSet<>();
  private final Map<Long, Set<SimRead>> openReads = new HashMap<>();
  private final Witnesses.Ledger ledger = new Witnesses.Ledger();
  private final List<Witness> witnesses = Witnesses.all(ledger);
  private long now;
  private int proposals;
  private int readsAsked;
  private int readsAnswered;
  private boolean calm;
  private boolean busy;

  static Simulation of(long seed, boolean tracing) {
    return new Simulation(seed, Weather.values()[(int) (seed % Weather.values().length)], new Safety(), tracing);
  }

  Simulation(long seed, Weather weather, Safety safety, boolean tracing) {
    this.weather = weather;
    this.safety = safety;
    this.tracing = tracing;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    long[] voters = random.nextBoolean() ? new long[]{1, 2, 3} : new long[]{1, 2, 3, 4, 5};
    Membership founders = Membership.of(PeerSet.of(voters));
    for (long id : voters) add(id, founders);
  }

  Collection<Host> all() { return hosts.values(); }

  List<Host> running() { return hosts.values().stream().filter(Host::isUp).toList(); }

  long clockOf(Host host) {
    Machine machine = machines.get(host.id);
    return machine.offset + (long) (now * machine.rate);
  }

  long committed() { return ledger.highest(); }

  int readsAnswered() { return readsAnswered; }

  void run(int steps) {
    for (int step = 0; step < steps; step++) {
      chaos();
      step();
    }
  }

  private void step() {
    now += (1 + random.nextInt(4)) * MILLI;
    while (!events.isEmpty() && events.peek().at <= now) deliver(events.poll());
    for (Host host : running()) {
      if (machines.get(host.id).pausedUntil > now) continue;
      tick(host);
      if (calm || chance(0.9)) pump(host);
      if (calm || chance(machines.get(host.id).diskSpeed)) sync(host);
      if (calm || chance(0.7)) host.apply();
    }
    witnesses.forEach(witness -> witness.look(this));
  }

  private void deliver(Event event) {
    Machine machine = machines.get(event.node);
    if (machine.pausedUntil > now)
      events.add(new Event(machine.pausedUntil, random.nextLong(), event.node, event.action));
    else
      event.action.run();
  }

  private void tick(Host host) {
    Machine machine = machines.get(host.id);
    if (now < machine.nextTick) return;
    machine.nextTick = now + TICK_MILLIS * MILLI;
    host.node().tick(clockOf(host));
  }

  private void pump(Host host) {
    while (host.node().hasReady()) {
      Ready ready = host.takeReady();
      ready.softState().ifPresent(soft -> trace("%s is %s", host.id, soft));
      ready.append().ifPresent(append -> trace("%s writes %s", host.id, Describe.append(append)));
      ready.reads().forEach(outcome -> read(host, outcome));
      ready.snapshotsNeeded().forEach(need -> sendSnapshot(host, need));
      ready.restore().ifPresent(mark -> onNode(host, 20, () -> restore(host, mark)));
    }
  }

  /** The disk finishes an append; the news of it takes a while, and may overtake older news. */
  private void sync(Host host) {
    host.log.syncOne().ifPresent(append -> onNode(host, 3, () -> synced(host, append)));
  }

  private void synced(Host host, LogAppend append) {
    append.sendAfterSync().forEach(this::send);
    host.node().onAppended(append.ack());
    if (chance(0.05)) host.node().onAppended(append.ack());
  }

  private void restore(Host host, SnapshotMark mark) {
    trace("%s restores %s", host.id, mark);
    if (!calm && chance(0.2)) host.node().onSnapshotFailed(mark);
    else host.restore(mark, snapshots::get);
  }

  private void sendSnapshot(Host host, SnapshotNeed need) {
    SnapshotMark mark = host.applied().mark();
    boolean possible = mark.last().index() >= need.atLeast() && (calm || chance(0.8));
    if (possible) {
      snapshots.put(mark, host.applied());
      send(new Envelope(need.peer(), new InstallSnapshot(host.id, need.term(), mark)));
    }
    onNode(host, 50, () -> host.node().reportSnapshot(need.peer(), possible));
  }

  private void read(Host host, ReadOutcome outcome) {
    SimRead read = (SimRead) outcome.context();
    if (!openReads.get(host.id).remove(read)) throw new AssertionError(host.id + " answered " + read + " twice");
    if (!(outcome instanceof ReadOutcome.ReadState state)) return;
    readsAnswered++;
    if (state.index() < read.floor)
      throw new AssertionError(host.id + " answered a read at " + state.index() + " after " + read.floor);
  }

  /** Something on this machine, a little later, unless it crashes before. */
  private void onNode(Host host, int millisMax, Runnable action) {
    int incarnation = machines.get(host.id).incarnation;
    events.add(new Event(now + random.nextInt(millisMax) * MILLI, random.nextLong(), host.id, () -> {
      if (machines.get(host.id).incarnation == incarnation && host.isUp()) action.run();
    }));
  }

  // ---- network

  private void send(Envelope envelope) {
    if (!calm && chance(0.05)) return;
    long delay = calm ? 2 : 1 + random.nextInt(chance(0.05) ? 150 : weather.delayMillis);
    arrive(envelope, delay);
    if (!calm && chance(0.03)) arrive(envelope, delay + random.nextInt(300));
  }

  private void arrive(Envelope envelope, long delayMillis) {
    if (!machines.containsKey(envelope.to())) join(envelope.to());
    events.add(new Event(now + delayMillis * MILLI, random.nextLong(), envelope.to(), () -> step(envelope)));
  }

  private void step(Envelope envelope) {
    Host host = hosts.get(envelope.to());
    boolean lost = !host.isUp() || cuts.contains(List.of(envelope.message().from(), envelope.to()));
    trace("  %s%s", Describe.envelope(envelope), lost ? " (lost)" : "");
    if (!lost) host.node().step(envelope.message(), clockOf(host));
  }

  // ---- faults and clients

  private void chaos() {
    List<Host> up = running();
    if (up.size() < hosts.size() && (up.isEmpty() || chance(weather.restart)))
      restart(any(hosts.values().stream().filter(h -> !h.isUp()).toList()));
    if (up.isEmpty()) return;
    if (chance(0.02)) busy = !busy;
    Host one = up.get(random.nextInt(up.size()));
    Host boss = up.stream().filter(host -> host.node().isLeader()).reduce((a, b) -> chance(0.5) ? a : b).orElse(one);
    if (busy && chance(0.7)) boss.node().propose(new Command("c" + ++proposals));
    if (busy && chance(0.1)) ask(one);
    if (chance(weather.partition)) partition(chance(0.5) ? boss : one);
    if (chance(weather.heal)) cuts.clear();
    if (chance(weather.change)) change(boss);
    if (chance(0.006)) boss.node().transferLeader(any(up).id);
    if (chance(weather.campaign)) one.node().campaign();
    if (!busy && chance(0.1)) boss.node().quiesce();
    if (chance(0.002)) machines.get(one.id).pausedUntil = now + random.nextInt(200) * MILLI;
    if (chance(0.01)) machines.get(one.id).diskSpeed = chance(weather.slowDisk) ? 0.05 : 0.7;
    if (chance(0.05)) one.flush();
    if (chance(0.02)) one.compact(Math.max(one.log.base().index(), one.flushed().last().index() - random.nextInt(3)));
    if (chance(0.02)) one.log.coldReads(chance(0.3));
    if (chance(0.01)) boss.node().reportUnreachable(any(up).id);
    if (chance(weather.crash))
      (weather == Weather.BLACKOUTS ? up : List.of(chance(0.5) ? boss : one)).forEach(this::crash);
  }

  private Host any(Collection<Host> some) { return List.copyOf(some).get(random.nextInt(some.size())); }

  private void ask(Host host) {
    SimRead read = new SimRead(++readsAsked, ledger.highest());
    openReads.get(host.id).add(read);
    host.node().readIndex(read);
  }

  private void crash(Host host) {
    trace("%s crashes", host.id);
    if (chance(0.5)) host.flush();
    machines.get(host.id).incarnation++;
    openReads.get(host.id).clear();
    host.crash(random.nextInt(host.log.unsyncedCount() + 1));
  }

  private void restart(Host host) {
    trace("%s restarts", host.id);
    host.log.coldReads(false);
    host.start(clockOf(host));
  }

  private void partition(Host one) {
    boolean both = chance(0.7);
    Host friend = any(all());
    for (long other : hosts.keySet()) {
      if (other == one.id || other == friend.id) continue;
      for (long side : new long[]{one.id, friend.id}) {
        cuts.add(List.of(side, other));
        if (both) cuts.add(List.of(other, side));
      }
    }
  }

  private void change(Host boss) {
    Membership now = boss.node().membership();
    // Small groups are where a single voter can be missed most.
    int fewest = chance(0.3) ? 1 : 2;
    PeerChange[] steps = new PeerChange[1 + random.nextInt(2)];
    for (int i = 0; i < steps.length; i++) {
      long peer = any(all()).id;
      steps[i] = switch (random.nextInt(6)) {
        case 0, 1 -> new PeerChange.AddLearner(hosts.size() < HOSTS_MAX ? hosts.size() + 1 : peer);
        case 2, 3 -> new PeerChange.Promote(now.learners().isEmpty() ? peer : now.learners().at(0));
        case 4 -> now.voters().size() > fewest ? new PeerChange.Demote(peer) : new PeerChange.Promote(peer);
        default -> now.voters().size() > fewest + 1 ? new PeerChange.Remove(peer) : new PeerChange.Promote(peer);
      };
    }
    trace("%s is asked to change %s by %s: %s", boss.id, now, List.of(steps),
        boss.node().proposeMembership(MembershipChange.of(steps)));
  }

  private void join(long id) { add(id, Membership.UNINITIALISED); }

  private void add(long id, Membership membership) {
    Machine machine = new Machine();
    machine.rate = 1 + CLOCK_ERROR * (2 * random.nextDouble() - 1);
    machine.offset = random.nextLong(1L << 50) - (1L << 49);
    machines.put(id, machine);
    openReads.put(id, new HashSet<>());
    RandomGenerator own = RandomGeneratorFactory.of("L64X128MixRandom").create(random.nextLong());
    Host host = new Host(id, weather.config(), membership, own, safety, this::send);
    hosts.put(id, host);
    host.start(clockOf(host));
  }

  // ---- the end

  /** No more faults: a leader must emerge, commit something new, and everybody who takes part must have applied it. */
  void heal() {
    calm = true;
    cuts.clear();
    for (Host host : all()) {
      machines.get(host.id).pausedUntil = 0;
      if (host.isUp()) host.log.coldReads(false);
      else restart(host);
    }
    long until = now + HEALING_MILLIS * MILLI;
    String complaint = "nothing happened";
    for (Command last = new Command("last " + proposals); now < until && complaint != null;) {
      step();
      complaint = complaint(last);
    }
    if (complaint != null) throw new AssertionError("not healed: " + complaint);
  }

  /** What still keeps the group from being well; proposes the last command on the way. */
  private String complaint(Command last) {
    Host leader = running().stream().filter(host -> host.node().hasCommittedInTerm())
        .max(Comparator.comparingLong(host -> host.node().term()))
        .orElse(null);
    if (leader == null) return "no leader";
    if (leader.node().membership().isJoint()) return "still in " + leader.node().membership();
    if (leader.applied().commands().isEmpty() || !leader.applied().commands().contains(last.text())) {
      if (now % (50 * MILLI) < 5 * MILLI) leader.node().propose(last);
      return "nothing new is committed";
    }
    PeerSet members = leader.node().membership().peers();
    for (int i = 0; i < members.size(); i++) {
      Host host = hosts.get(members.at(i));
      if (host.applied().last().index() != ledger.highest())
        return host.id + " applied " + host.applied().last() + " of " + ledger.highest();
      if (!openReads.get(host.id).isEmpty()) return host.id + " still owes answers to " + openReads.get(host.id);
    }
    return null;
  }

  private boolean chance(double probability) { return random.nextDouble() < probability; }

  private void trace(String format, Object... args) {
    if (tracing) System.out.printf("%7.3f " + format + "%n", prepend(now / 1e9, args));
  }

  private static Object[] prepend(double seconds, Object[] args) {
    Object[] all = new Object[args.length + 1];
    all[0] = seconds;
    System.arraycopy(args, 0, all, 1, args.length);
    return all;
  }
}
