package io.vertikv.placement.operator;

import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.store.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that a region's leader is asked to do. Being asked twice does no harm: the request carries the epoch that the step was
 * made for, and what was done has changed it.
 *
 * <p>Whether a step is done is read from the region's next heartbeat, from the peers themselves and not from counting epochs:
 * they are either still as before, or as after, or somebody else has been at work.
 */
public sealed interface Step {
  /** The peers when it is done. */
  default RegionPeers after(RegionPeers before) {
    return before;
  }

  /** @param before the peers when it began */
  StepState look(RegionEntry now, RegionPeers before);

  /** Peers that this step makes an end of. */
  default boolean removes(long peer) {
    return false;
  }

  /** A step that changes who takes part, as Raft is asked for it. */
  sealed interface ChangePeers extends Step {
    List<PeerChange> changes();

    @Override
    default StepState look(RegionEntry now, RegionPeers before) {
      if (now.peers().equals(after(before))) return StepState.DONE;
      return now.peers().equals(before) ? StepState.WAITING : StepState.BROKEN;
    }
  }

  /** A new peer; done when it has caught up. */
  record AddLearner(long peer, long store) implements ChangePeers {
    @Override
    public List<PeerChange> changes() { return List.of(new PeerChange.AddLearner(peer)); }

    @Override
    public RegionPeers after(RegionPeers before) { return before.with(new RegionPeer(peer, store, PeerRole.LEARNER)); }

    @Override
    public StepState look(RegionEntry now, RegionPeers before) {
      StepState state = ChangePeers.super.look(now, before);
      return state == StepState.DONE && !now.health().good(peer) ? StepState.WAITING : state;
    }
  }

  /** A learner becomes a voter. */
  record Promote(long peer) implements ChangePeers {
    @Override
    public List<PeerChange> changes() { return List.of(new PeerChange.Promote(peer)); }

    @Override
    public RegionPeers after(RegionPeers before) { return before.with(peer, PeerRole.VOTER); }
  }

  /**
   * A learner becomes a voter and a voter leaves, in one change: at no moment is there a voter more or less than before. The
   * group is in a joint phase then, which its leader ends by itself, maybe before anybody sees it.
   */
  record EnterJoint(long promoted, long removed) implements ChangePeers {
    @Override
    public List<PeerChange> changes() {
      return List.of(new PeerChange.Promote(promoted), new PeerChange.Remove(removed));
    }

    @Override
    public RegionPeers after(RegionPeers before) {
      return before.with(promoted, PeerRole.INCOMING).with(removed, PeerRole.OUTGOING);
    }

    @Override
    public StepState look(RegionEntry now, RegionPeers before) {
      return now.peers().equals(after(before).afterJoint()) ? StepState.DONE : ChangePeers.super.look(now, before);
    }

    @Override
    public boolean removes(long peer) { return peer == removed; }
  }

  /** The joint phase ends. */
  record LeaveJoint() implements ChangePeers {
    @Override
    public List<PeerChange> changes() { return List.of(); }

    @Override
    public RegionPeers after(RegionPeers before) { return before.afterJoint(); }
  }

  record RemovePeer(long peer) implements ChangePeers {
    @Override
    public List<PeerChange> changes() { return List.of(new PeerChange.Remove(peer)); }

    @Override
    public RegionPeers after(RegionPeers before) { return before.without(peer); }

    @Override
    public boolean removes(long removed) { return removed == peer; }
  }

  record TransferLeader(long peer) implements Step {
    @Override
    public StepState look(RegionEntry now, RegionPeers before) {
      if (!now.peers().equals(before)) return StepState.BROKEN;
      return now.leader().id() == peer ? StepState.DONE : StepState.WAITING;
    }
  }

  /** Ids for one part of a split: its region, and its peers in the order of the parent's. */
  record Part(long region, List<Long> peers) {
    public Part {
      peers = List.copyOf(peers);
    }
  }

  /**
   * @param keys where, in order; empty: the leader chooses
   * @param parts the new regions; the leader may use fewer when it finds fewer keys
   */
  record Split(SplitBy by, List<Bytes> keys, List<Part> parts) implements Step {
    public Split {
      keys = List.copyOf(keys);
      parts = List.copyOf(parts);
    }

    @Override
    public StepState look(RegionEntry now, RegionPeers before) { return StepState.WAITING; }
  }

  /** Done when the region is no more, since the target lies upon its range. */
  record MergeInto(long target) implements Step {
    @Override
    public StepState look(RegionEntry now, RegionPeers before) {
      return now.peers().equals(before) ? StepState.WAITING : StepState.BROKEN;
    }
  }

  /** The other half of a merge: nothing to do for this region but to stay as it is. */
  record AcceptMerge(long source) implements Step {
    @Override
    public StepState look(RegionEntry now, RegionPeers before) {
      return now.peers().equals(before) ? StepState.WAITING : StepState.BROKEN;
    }
  }

  /** The peers that are voters for good when this step, and a joint phase that it begins, are over. */
  default List<Long> votersAfter(RegionPeers before) {
    List<Long> voters = new ArrayList<>();
    for (RegionPeer peer : after(before).afterJoint().list()) if (peer.role() == PeerRole.VOTER) voters.add(peer.id());
    return voters;
  }
}
