package io.vertikv.raft;

import io.vertikv.raft.log.IndexRange;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.message.Envelope;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.Ready;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/**
 * A small cluster driven by the commands of a script; each command returns what there is to see. Time stands still
 * unless {@code tick} moves it; nothing is sent, synced or applied unless {@code stabilize} or a finer command says
 * so.
 */
final class Interaction {
  private record Read(String name) implements ReadContext {
    @Override
    public String toString() { return name; }
  }

  private static final int ROUNDS_MAX = 200;

  private final Map<Long, Host> hosts = new TreeMap<>();
  private final List<Envelope> network = new ArrayList<>();
  private final Set<String> cuts = new HashSet<>();
  private final List<Envelope> held = new ArrayList<>();
  private final Set<Long> slowDisks = new HashSet<>();
  private final Map<Long, Optional<SnapshotMark>> slowRestores = new HashMap<>();
  private final Map<SnapshotMark, AppliedState> snapshots = new HashMap<>();
  private final StringBuilder out = new StringBuilder();
  private RaftConfig config = new RaftConfig(100, 20, 100, 1 << 20, 16, 1 << 20, 1000, 1 << 20, 100, 10);
  private long nowNanos;
  private boolean quiet;

  private final Safety safety;

  Interaction() { this(new Safety()); }

  Interaction(Safety safety) { this.safety = safety; }

  /** Runs one command line and returns its output. */
  String run(String line) {
    out.setLength(0);
    String[] words = line.trim().split("\\s+");
    String[] args = Arrays.copyOfRange(words, 1, words.length);
    switch (words[0]) {
      case "nodes" -> nodes(args);
      case "config" -> config(args);
      case "stabilize" -> stabilize(false);
      case "settle" -> stabilize(true);
      case "tick" -> tick(args);
      case "run" -> live(args);
      case "partition" -> partition(args);
      case "heal" -> cuts.clear();
      case "forget-messages" -> network.clear();
      case "cut" -> cuts.add(args[0] + ">" + args[1]);
      case "hold" -> hold(args);
      case "release" -> {
        network.addAll(held);
        held.clear();
      }
      case "duplicate" -> network.addAll(List.copyOf(network));
      case "reverse" -> Collections.reverse(network);
      case "show" -> hosts.values().forEach(this::show);
      default -> onNode(words[0], hosts.get(Long.parseLong(args[0])), Arrays.copyOfRange(args, 1, args.length));
    }
    return out.toString();
  }

  private void onNode(String command, Host host, String[] args) {
    switch (command) {
      case "campaign" -> host.node().campaign();
      case "elect" -> elect(host);
      case "propose" -> propose(host, args);
      case "change" -> outcome(host.node().proposeMembership(change(args)));
      case "read" -> {
        for (String name : args) host.node().readIndex(new Read(name));
      }
      case "lease" -> say("%s", host.node().leaseValid(nowNanos));
      case "transfer" -> say("%s", host.node().transferLeader(Long.parseLong(args[0])));
      case "quiesce" -> say("%s", host.node().quiesce());
      case "wake" -> host.node().wake();
      case "unreachable" -> host.node().reportUnreachable(Long.parseLong(args[0]));
      case "ready" -> ready(host);
      case "sync" -> sync(host);
      case "apply" -> apply(host);
      case "deliver-to" -> deliverTo(host.id);
      case "slow-disk" -> slowDisks.add(host.id);
      case "fast-disk" -> slowDisks.remove(host.id);
      case "cold-reads" -> host.log.coldReads(true);
      case "entries-loaded" -> {
        host.log.coldReads(false);
        host.node().onEntriesLoaded();
      }
      case "flush" -> host.flush();
      case "compact" -> {
        host.flush();
        host.compact(Long.parseLong(args[0]));
      }
      case "send-snapshot" -> sendSnapshot(host, Long.parseLong(args[0]));
      case "report-snapshot" -> host.node().reportSnapshot(Long.parseLong(args[0]), args[1].equals("sent"));
      case "report-empty" -> host.node().reportEmpty(Long.parseLong(args[0]));
      case "slow-restore" -> slowRestores.put(host.id, Optional.empty());
      case "restore" -> slowRestores.remove(host.id).ifPresent(mark -> host.restore(mark, snapshots::get));
      case "restore-fails" -> slowRestores.remove(host.id).ifPresent(host.node()::onSnapshotFailed);
      case "crash" -> {
        slowRestores.remove(host.id);
        host.crash();
      }
      case "restart" -> restart(host);
      case "log" -> say("%s", host.log.entries().stream().map(Describe::entry).collect(Collectors.joining(", ")));
      case "status" -> status(host);
      case "active" -> say("active: %s", host.node().status().peers().stream().filter(RaftStatus.PeerStatus::active)
          .map(peer -> Long.toString(peer.peer())).collect(Collectors.joining(" ")));
      default -> throw new IllegalArgumentException("no command " + command);
    }
  }

  private void nodes(String[] args) {
    PeerSet voters = peers(value(args, "voters"));
    PeerSet learners = peers(value(args, "learners"));
    PeerSet strangers = peers(value(args, "strangers"));
    for (PeerSet set : List.of(voters, learners)) add(set, Membership.of(voters, learners));
    add(strangers, Membership.UNINITIALISED);
  }

  private void add(PeerSet ids, Membership membership) {
    for (int i = 0; i < ids.size(); i++) {
      long id = ids.at(i);
      Host host = new Host(id, config, membership, RandomGeneratorFactory.of("L64X128MixRandom").create(id), safety,
          network::add);
      hosts.put(id, host);
      host.start(nowNanos);
    }
  }

  private void config(String[] args) {
    int bytes = number(args, "append-bytes", config.appendBytesMax());
    int inflight = number(args, "inflight", config.inflightMax());
    int inflightBytes = number(args, "inflight-bytes", (int) config.inflightBytesMax());
    int uncommitted = number(args, "uncommitted", config.uncommittedEntriesMax());
    config = new RaftConfig(100, 20, 100, bytes, inflight, inflightBytes, uncommitted, 1 << 20, 100, 10);
  }

  private void propose(Host host, String[] payloads) {
    for (String payload : payloads) outcome(host.node().propose(new Command(payload)));
  }

  private void outcome(ProposeOutcome outcome) {
    switch (outcome) {
      case ProposeOutcome.Proposed p -> say("proposed %s@%s", p.index(), p.term());
      case ProposeOutcome.NotLeader n -> say("not leader, try %s", n.leader());
      case ProposeOutcome.Dropped d -> say("dropped: %s", d.reason());
    }
  }

  private static MembershipChange change(String[] steps) {
    PeerChange[] changes = new PeerChange[steps.length];
    for (int i = 0; i < steps.length; i++) {
      String[] step = steps[i].split("=");
      long peer = Long.parseLong(step[1]);
      changes[i] = switch (step[0]) {
        case "learner" -> new PeerChange.AddLearner(peer);
        case "promote" -> new PeerChange.Promote(peer);
        case "demote" -> new PeerChange.Demote(peer);
        case "remove" -> new PeerChange.Remove(peer);
        default -> throw new IllegalArgumentException(steps[i]);
      };
    }
    return MembershipChange.of(changes);
  }

  /** {@code tick 50ms}: everybody; {@code tick 50ms 1 2}: these. In steps of 10 ms, without delivering anything. */
  private void tick(String[] args) {
    int millis = Integer.parseInt(args[0].replace("ms", ""));
    Set<String> who = new HashSet<>(Arrays.asList(args).subList(1, args.length));
    for (int step = 0; step < millis; step += 10) {
      nowNanos += 10_000_000;
      for (Host host : hosts.values()) {
        if (host.isUp() && (who.isEmpty() || who.contains(Long.toString(host.id)))) host.node().tick(nowNanos);
      }
    }
  }

  /** {@code run 200ms}: like tick, but everything that comes of it happens as well, silently. */
  private void live(String[] args) {
    int millis = Integer.parseInt(args[0].replace("ms", ""));
    String[] oneStep = args.clone();
    oneStep[0] = "10ms";
    for (int step = 0; step < millis; step += 10) {
      tick(oneStep);
      stabilize(true);
    }
  }

  /** {@code partition 1 | 2 3}. */
  private void partition(String[] args) {
    List<Set<String>> sides = new ArrayList<>(List.of(new HashSet<>()));
    for (String word : args) {
      if (word.equals("|")) sides.add(new HashSet<>());
      else sides.getLast().add(word);
    }
    for (Set<String> side : sides) {
      for (Set<String> other : sides) {
        if (side != other) side.forEach(from -> other.forEach(to -> cuts.add(from + ">" + to)));
      }
    }
  }

  /** {@code hold 1 2}: what is under way from 1 to 2 gets stuck until {@code release}; {@code hold 1 2 1}: the first. */
  private void hold(String[] args) {
    int most = args.length > 2 ? Integer.parseInt(args[2]) : Integer.MAX_VALUE;
    for (Iterator<Envelope> all = network.iterator(); all.hasNext() && most > 0;) {
      Envelope envelope = all.next();
      if (envelope.to() != Long.parseLong(args[1]) || envelope.message().from() != Long.parseLong(args[0])) continue;
      say("  %s   (held)", Describe.envelope(envelope));
      held.add(envelope);
      all.remove();
      most--;
    }
  }

  /** Until nothing moves: hand out, sync, apply, deliver. A slow disk does not sync by itself. */
  private void stabilize(boolean silently) {
    quiet = silently;
    for (int round = 0; round < ROUNDS_MAX && round() > 0; round++) {}
    quiet = false;
  }

  /** Campaigns and goes on just until it leads, before it tells anybody. */
  private void elect(Host host) {
    quiet = true;
    host.node().campaign();
    for (int round = 0; round < ROUNDS_MAX && !host.node().isLeader(); round++) round();
    quiet = false;
  }

  private int round() {
    int moved = 0;
    for (Host host : hosts.values()) {
      if (!host.isUp()) continue;
      while (host.node().hasReady()) {
        moved++;
        ready(host);
      }
      while (!slowDisks.contains(host.id) && host.log.unsyncedCount() > 0) {
        moved++;
        sync(host);
      }
      if (host.hasToApply()) {
        moved++;
        apply(host);
      }
    }
    moved += network.size();
    for (Host host : hosts.values()) deliverTo(host.id);
    return moved;
  }

  private void ready(Host host) {
    Ready ready = host.takeReady();
    ready.softState().ifPresent(s -> say("%s is %s, term %s, leader %s", host.id, s.role(), s.term(), s.leader()));
    ready.append().ifPresent(append -> say("%s writes %s", host.id, Describe.append(append)));
    ready.reads().forEach(read -> say("%s %s", host.id, Describe.read(read)));
    ready.snapshotsNeeded()
        .forEach(need -> say("%s wants a snapshot for %s from %s on", host.id, need.peer(), need.atLeast()));
    ready.restore().ifPresent(mark -> {
      say("%s restores snapshot %s", host.id, mark.last());
      if (slowRestores.computeIfPresent(host.id, (_, _) -> Optional.of(mark)) == null)
        host.restore(mark, snapshots::get);
    });
  }

  private void sync(Host host) {
    host.sync().ifPresentOrElse(append -> say("%s synced up to %s", host.id, append.ack().last()),
        () -> say("%s has nothing to sync", host.id));
  }

  private void apply(Host host) {
    IndexRange range = host.apply();
    StringBuilder text = new StringBuilder();
    for (long index = range.first(); index <= range.last(); index++) {
      text.append(text.isEmpty() ? "" : ", ").append(Describe.entry(host.log.entry(index)));
    }
    say("%s applies %s", host.id, text);
  }

  private void deliverTo(long to) {
    List<Envelope> due = new ArrayList<>(network.stream().filter(e -> e.to() == to).toList());
    network.removeAll(due);
    Host host = hosts.get(to);
    for (Envelope envelope : due) {
      boolean lost = host == null || !host.isUp() || cuts.contains(envelope.message().from() + ">" + to);
      say("  %s%s", Describe.envelope(envelope), lost ? "   (lost)" : "");
      if (!lost) host.node().step(envelope.message(), nowNanos);
    }
  }

  private void sendSnapshot(Host host, long to) {
    SnapshotMark mark = host.applied().mark();
    snapshots.put(mark, host.applied());
    network.add(new Envelope(to, new InstallSnapshot(host.id, host.node().term(), mark)));
  }

  private void restart(Host host) {
    host.start(nowNanos);
    status(host);
  }

  private void show(Host host) {
    if (host.isUp()) status(host);
    else say("%s is down", host.id);
  }

  private void status(Host host) {
    RaftStatus s = host.node().status();
    say("%s %s term=%s leader=%s last=%s stable=%s commit=%s applied=%s %s%s", host.id, s.soft().role(),
        s.soft().term(), s.soft().leader(),
        s.lastIndex(), s.stableIndex(), s.commitIndex(), s.appliedIndex(), s.membership(),
        s.quiesced() ? " asleep" : "");
    s.peers().forEach(
        p -> say("  %s %s matched=%s next=%s inflight=%s", p.peer(), p.state(), p.matched(), p.next(), p.inflight()));
  }

  private void say(String format, Object... args) {
    if (!quiet) out.append(String.format(format, args)).append('\n');
  }

  private static String value(String[] args, String name) {
    String all = String.join(" ", args);
    int at = all.indexOf(name + "=(");
    return at < 0 ? "" : all.substring(at + name.length() + 2, all.indexOf(')', at));
  }

  private static PeerSet peers(String ids) {
    return ids.isBlank()
        ? PeerSet.NONE
        : PeerSet.of(Arrays.stream(ids.trim().split("\\s+")).mapToLong(Long::parseLong).toArray());
  }

  private static int number(String[] args, String name, int otherwise) {
    for (String arg : args) {
      if (arg.startsWith(name + "=")) return Integer.parseInt(arg.substring(name.length() + 1));
    }
    return otherwise;
  }
}
