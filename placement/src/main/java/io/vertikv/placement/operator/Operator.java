package io.vertikv.placement.operator;

import io.vertikv.placement.cluster.PlacementConfig;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.List;

/**
 * What a region is being told to do, and how far it has come. Fed with the region's heartbeats; ends itself when the region is not
 * what it should be. Whoever reads one sees the present: it changes under {@link OperatorTable} alone.
 *
 * <p>Safety, whatever the schedulers thought when they proposed it: a step is only handed out while the peers left afterwards have a
 * healthy majority of voters, and a peer that leads is not removed. In the first case the operator waits (and times out), in
 * the second it ends.
 */
public final class Operator {
  private final long id;
  private final Proposal proposal;
  private final List<Step> steps;
  private final RegionEpoch seen;
  private final long createdMillis;
  private int index;
  private long stepMillis;
  private long sentMillis = Long.MIN_VALUE;
  private RegionPeers before;
  private OperatorStatus status = OperatorStatus.RUNNING;
  private long endedMillis;
  /** As counted in {@link InFlight}, to be taken out as it was put in. */
  List<Influence> counted = List.of();
  Weight weight;

  Operator(long id, Proposal proposal, List<Step> steps, RegionEntry region, long now) {
    this.id = id;
    this.proposal = proposal;
    this.steps = List.copyOf(steps);
    this.seen = region.epoch();
    this.before = region.peers();
    this.createdMillis = now;
    this.stepMillis = now;
  }

  public long id() { return id; }

  public long region() { return proposal.region(); }

  public OperatorKind kind() { return proposal.kind(); }

  public Wish wish() { return proposal.wish(); }

  public String reason() { return proposal.reason(); }

  public List<Step> steps() { return steps; }

  /** Steps that are done. */
  public int done() {
    return index;
  }

  /** The region's when the operator was made. */
  public RegionEpoch seen() {
    return seen;
  }

  public long createdMillis() { return createdMillis; }

  /** 0 while it runs. */
  public long endedMillis() {
    return endedMillis;
  }

  public OperatorStatus status() { return status; }

  boolean runs() { return status == OperatorStatus.RUNNING; }

  void end(OperatorStatus how, long now) {
    status = how;
    endedMillis = now;
  }

  /** A heartbeat of its region. */
  void look(RegionEntry region, long now) {
    if (region.epoch().version() != seen.version()) {
      end(rangeChangeWasTheWish() ? OperatorStatus.SUCCEEDED : OperatorStatus.REGION_CHANGED, now);
      return;
    }
    while (index < steps.size()) {
      switch (steps.get(index).look(region, before)) {
        case WAITING -> {
          if (removesTheLeader(region)) end(OperatorStatus.UNSAFE, now);
          return;
        }
        case BROKEN -> {
          end(OperatorStatus.REGION_CHANGED, now);
          return;
        }
        case DONE -> advance(now);
      }
    }
    end(OperatorStatus.SUCCEEDED, now);
  }

  /** That this other region lies upon its range now is what it was for. */
  boolean endsIn(long other) {
    return switch (steps.get(index)) {
      case Step.MergeInto merge -> merge.target() == other;
      case Step.Split split -> split.parts().stream().anyMatch(part -> part.region() == other);
      case Step.AcceptMerge _,Step.ChangePeers _,Step.TransferLeader _ -> false;
    };
  }

  private void advance(long now) {
    before = steps.get(index).after(before);
    index++;
    stepMillis = now;
    sentMillis = Long.MIN_VALUE;
  }

  private boolean rangeChangeWasTheWish() {
    return switch (steps.get(index)) {
      case Step.Split _,Step.AcceptMerge _ -> true;
      case Step.MergeInto _,Step.ChangePeers _,Step.TransferLeader _ -> false;
    };
  }

  private boolean removesTheLeader(RegionEntry region) {
    return region.peers().equals(before) && steps.get(index).removes(region.leader().id());
  }

  /** The step to send now, or null: the region has to get better first. */
  Step toSend(RegionEntry region) {
    Step step = steps.get(index);
    return switch (step) {
      case Step.TransferLeader transfer -> region.health().good(transfer.peer()) ? step : null;
      case Step.ChangePeers change -> leavesAQuorum(change, region) ? step : null;
      case Step.AcceptMerge nothingToDo -> null;
      case Step.Split split -> step;
      case Step.MergeInto merge -> region.health().good() ? step : null;
    };
  }

  private boolean leavesAQuorum(Step.ChangePeers step, RegionEntry region) {
    if (step instanceof Step.AddLearner) return true;
    // Raft would let it happen, and be without a leader for an election.
    if (step instanceof Step.LeaveJoint && !region.leader().role().stays()) return false;
    List<Long> voters = step.votersAfter(before);
    int healthy = 0;
    for (long voter : voters) if (region.health().good(voter)) healthy++;
    return healthy > voters.size() / 2;
  }

  void sent(long now) { sentMillis = now; }

  boolean isDueForSending(long resendMillis, long now) {
    return sentMillis == Long.MIN_VALUE || now - sentMillis >= resendMillis;
  }

  boolean overdue(PlacementConfig config, long now) {
    Step step = steps.get(index);
    boolean slow = step instanceof Step.AddLearner || step instanceof Step.MergeInto
        || step instanceof Step.AcceptMerge;
    return now - stepMillis > config.get(slow ? Setting.MOVE_STEP_MILLIS_MAX : Setting.QUICK_STEP_MILLIS_MAX);
  }

  /** What is yet to change, seen from what the region is now: what has happened is in the sums of the stores already. */
  List<Influence> influences(RegionEntry region) {
    List<Influence> found = new ArrayList<>();
    long leaderStore = region.leader().store();
    for (int i = index; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case Step.AddLearner add -> {
          boolean there = region.peers().positionOf(add.peer()) >= 0;
          found.add(new Influence(add.store(), 0, there ? 0 : 1, 1));
        }
        case Step.TransferLeader transfer -> {
          long to = storeOf(transfer.peer(), region);
          found.add(new Influence(leaderStore, -1, 0, 0));
          found.add(new Influence(to, 1, 0, 0));
          leaderStore = to;
        }
        case Step.EnterJoint joint -> goes(joint.removed(), region, found);
        case Step.RemovePeer remove -> goes(remove.peer(), region, found);
        case Step.LeaveJoint leave -> leaving(region, found, i == index);
        case Step.Promote _,Step.Split _,Step.MergeInto _,Step.AcceptMerge _ -> {}
      }
    }
    return found;
  }

  private static void goes(long peer, RegionEntry region, List<Influence> found) {
    int position = region.peers().positionOf(peer);
    if (position >= 0) found.add(new Influence(region.peers().at(position).store(), 0, -1, 0));
  }

  private static void leaving(RegionEntry region, List<Influence> found, boolean isNext) {
    for (RegionPeer peer : region.peers().list()) {
      if (isNext && peer.role() == PeerRole.OUTGOING) found.add(new Influence(peer.store(), 0, -1, 0));
    }
  }

  /** Where a peer lives or is going to. */
  private long storeOf(long peer, RegionEntry region) {
    int position = region.peers().positionOf(peer);
    if (position >= 0) return region.peers().at(position).store();
    for (Step step : steps) if (step instanceof Step.AddLearner add && add.peer() == peer) return add.store();
    throw new IllegalStateException("operator " + id + " knows no peer " + peer);
  }

  /** The store that a new replica goes to, or 0. */
  long addsTo() {
    for (Step step : steps) if (step instanceof Step.AddLearner add) return add.store();
    return 0;
  }

  /** The store that a replica leaves, or 0. */
  long removesFrom(RegionEntry region) {
    for (RegionPeer peer : region.peers().list()) {
      for (Step step : steps) if (step.removes(peer.id())) return peer.store();
    }
    return 0;
  }

  @Override
  public String toString() {
    return "operator " + id + " region " + region() + " " + kind() + " " + wish() + " step " + index + "/"
        + steps.size() + " "
        + status + ": " + reason();
  }
}
