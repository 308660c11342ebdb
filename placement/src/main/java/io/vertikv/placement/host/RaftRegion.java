package io.vertikv.placement.host;

import io.vertikv.placement.operator.Step;
import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.PeerHealth;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionFlow;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.progress.ProgressState;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.store.group.GroupMembers;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A region over its Raft group. A merge is refused: no region is merged yet in this version.
 *
 * <p>A peer whose log is behind by more than {@link #LAG_MAX} entries, that does not answer, or that is being sent a snapshot is
 * reported as pending; none is ever reported as down, since how long a store may be silent is for placement to judge.
 */
public final class RaftRegion implements RegionReplica {
  static final long LAG_MAX = 512;

  private final Supplier<Region> region;
  private final RaftGroup group;
  private final GroupMembers members;
  private final GroupMembers.HandOver handOver;
  private final Supplier<RegionSize> size;
  private final RegionSplitter splitter;

  /** @param region as it is now, but for its membership, which is the group's */
  public RaftRegion(Supplier<Region> region, RaftGroup group, GroupMembers members, GroupMembers.HandOver handOver,
      Supplier<RegionSize> size, RegionSplitter splitter) {
    this.region = region;
    this.group = group;
    this.members = members;
    this.handOver = handOver;
    this.size = size;
    this.splitter = splitter;
  }

  @Override
  public long id() { return group.id(); }

  @Override
  public RegionEpoch epoch() { return region.get().epoch(); }

  @Override
  public Optional<RegionReport> report() {
    Membership membership = group.membership();
    PeerAddresses addresses = group.addresses();
    if (!group.leads() || !votes(group.peer(), membership)) return Optional.empty();
    for (int i = 0; i < membership.peers().size(); i++) {
      if (addresses.storeOf(membership.peers().at(i)) == 0) return Optional.empty();
    }
    Region now = region.get();
    RegionDescriptor descriptor = RegionDescriptor.of(new Region(now.id(), now.range(), now.epoch(), membership),
        addresses);
    return Optional.of(new RegionReport(descriptor, new Leadership(group.peer(), group.term()), size.get(),
        RegionFlow.NONE, health()));
  }

  private static boolean votes(long peer, Membership membership) {
    return membership.voters().contains(peer) || membership.outgoing().contains(peer);
  }

  private PeerHealth health() {
    RaftStatus status = group.status();
    List<Long> pending = new ArrayList<>();
    for (RaftStatus.PeerStatus peer : status.peers()) {
      boolean follows = peer.active() && peer.state() == ProgressState.REPLICATING
          && status.commitIndex() - peer.matched() <= LAG_MAX;
      if (peer.peer() != group.peer() && !follows) pending.add(peer.peer());
    }
    return pending.isEmpty() ? PeerHealth.GOOD : new PeerHealth(List.of(), pending);
  }

  @Override
  public String obey(Step step) {
    if (!group.leads()) return "refused: this store does not lead the region";
    return switch (step) {
      case Step.AddLearner add -> addLearner(add);
      case Step.Promote promote -> promote(promote);
      case Step.EnterJoint joint -> enterJoint(joint);
      case Step.LeaveJoint _ -> "the joint phase ends by itself";
      case Step.RemovePeer remove -> remove(remove);
      case Step.TransferLeader transfer -> transfer(transfer);
      case Step.Split split -> splitter.split(split, RegionPeers.of(group.membership(), group.addresses()));
      case Step.MergeInto _,Step.AcceptMerge _ -> "refused: not yet in this version";
    };
  }

  private String addLearner(Step.AddLearner add) {
    if (group.membership().contains(add.peer())) return "it takes part already";
    if (group.addresses().storeOf(add.peer()) != 0 || members.includes(add.store()))
      return "refused: the peer was removed once, or the store has another";
    return proposed(add.changes(), group.addresses().with(add.peer(), add.store()));
  }

  private String promote(Step.Promote promote) {
    if (group.membership().learners().contains(promote.peer())) return proposed(promote.changes(), group.addresses());
    return "it is no learner";
  }

  private String enterJoint(Step.EnterJoint joint) {
    Membership now = group.membership();
    if (now.isJoint()) return "in a joint phase already";
    boolean fits = now.learners().contains(joint.promoted()) && now.voters().contains(joint.removed());
    if (!fits) return "refused: the peers are others";
    if (joint.removed() == group.peer()) return "refused: it leads";
    return proposed(joint.changes(), group.addresses());
  }

  private String remove(Step.RemovePeer remove) {
    if (!group.membership().contains(remove.peer())) return "it takes no part any more";
    if (remove.peer() == group.peer()) return "refused: it leads";
    return members.remove(group.addresses().storeOf(remove.peer())).toString();
  }

  private String transfer(Step.TransferLeader transfer) {
    if (transfer.peer() == group.peer()) return "it leads already";
    if (!group.membership().voters().contains(transfer.peer())) return "refused: it does not vote";
    return handOver.to(transfer.peer()) ? "leadership is handed over" : "not now";
  }

  private String proposed(List<PeerChange> changes, PeerAddresses after) {
    ProposeOutcome outcome = group.proposeMembership(changes, after);
    return outcome instanceof ProposeOutcome.Proposed ? "proposed" : "not now: " + outcome;
  }
}
