package io.vertikv.store.group;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.ready.DropReason;
import io.vertikv.raft.ready.ProposeOutcome;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Who takes part in a group, changed by operators, one careful step at a time: ask for the goal, let the next step be made,
 * ask again. Every step is found from the group as it is, so it does no harm to ask twice, at the wrong moment, or at
 * another leader halfway; nothing is remembered here.
 *
 * <pre>
 *   add store:     not a member ─► learner ─► (catches up) ─► voter
 *   remove store:  voter that leads ─► hands over ─► voter ─► gone
 * </pre>
 */
public final class GroupMembers {
  /** How far it has come. */
  public sealed interface Progress {
    /** The goal is reached. */
    record Done(String now) implements Progress {}

    /** On the way: ask again in a moment. */
    record Working(String doing) implements Progress {}

    /** Not now, or not like this; nothing was changed. */
    record Refused(String why) implements Progress {}

    /** Ask there; 0 when no leader is known: ask later. */
    record Elsewhere(long leaderStore) implements Progress {}
  }

  /** Gives out the ids of new peers, none of them twice. */
  public interface PeerIds {
    /** 0: none is at hand yet, ask again. */
    long take(long store);

    /** The only id that the store may have in this group; 0: it may have any. One that was removed cannot come back then. */
    default long only(long store) {
      return 0;
    }
  }

  /** Of a group in which every store has one id for all times. */
  public record OnePeerEach(LongUnaryOperator idOfStore) implements PeerIds {
    @Override
    public long take(long store) { return idOfStore.applyAsLong(store); }

    @Override
    public long only(long store) { return idOfStore.applyAsLong(store); }
  }

  /** Hands leadership to a peer in an orderly way. */
  public interface HandOver {
    /** False: not now. */
    boolean to(long peer);
  }

  private final RaftGroup group;
  private final PeerIds ids;
  private final HandOver handOver;

  public GroupMembers(RaftGroup group, PeerIds ids, HandOver handOver) {
    this.group = group;
    this.ids = ids;
    this.handOver = handOver;
  }

  /** The store shall hold a voter. On the loop, as all methods. */
  public Progress add(long store) {
    if (!group.leads()) return new Progress.Elsewhere(group.leaderStore());
    long peer = memberOn(store);
    Membership now = group.membership();
    if (peer == 0) return join(store);
    if (now.voters().contains(peer) && !now.isJoint()) {
      return new Progress.Done("store " + store + " votes as peer " + peer);
    }
    if (now.learners().contains(peer)) return promote(peer);
    return new Progress.Working("the last change is being completed");
  }

  /** The store holds a voter or a learner. */
  public boolean includes(long store) { return memberOn(store) != 0; }

  /** The store held a peer once, and its peer id is used up. */
  public boolean wasRemoved(long store) {
    return memberOn(store) == 0 && group.addresses().storeOf(ids.only(store)) != 0;
  }

  private Progress join(long store) {
    if (wasRemoved(store))
      return new Progress.Refused("store " + store + " was removed once: start a node with an empty data folder");
    long peer = ids.take(store);
    if (peer == 0 || group.addresses().storeOf(peer) != 0)
      return new Progress.Working("an id for the new peer is being fetched");
    return proposed(
        group.proposeMembership(List.of(new PeerChange.AddLearner(peer)), group.addresses().with(peer, store)),
        "store " + store + " becomes learner " + peer);
  }

  private Progress promote(long learner) {
    return proposed(group.proposeMembership(List.of(new PeerChange.Promote(learner)), group.addresses()),
        "learner " + learner + " becomes a voter");
  }

  /** The store shall hold no peer any more. Refused when those that would remain could not decide anything now. */
  public Progress remove(long store) {
    if (!group.leads()) return new Progress.Elsewhere(group.leaderStore());
    long peer = memberOn(store);
    if (peer == 0) return new Progress.Done("store " + store + " takes no part");
    Membership now = group.membership();
    if (now.isJoint()) return new Progress.Working("the last change is being completed");
    if (now.voters().contains(peer)) {
      String lacking = lackingWithout(peer, now);
      if (lacking != null) return new Progress.Refused(lacking);
    }
    if (peer == group.peer()) return handOverToAnybody(now);
    return proposed(group.proposeMembership(List.of(new PeerChange.Remove(peer)), group.addresses()),
        "peer " + peer + " on store " + store + " leaves");
  }

  /** The store shall lead. */
  public Progress lead(long store) {
    if (!group.leads()) return new Progress.Elsewhere(group.leaderStore());
    long peer = memberOn(store);
    if (peer == group.peer()) return new Progress.Done("store " + store + " leads");
    if (peer == 0 || !group.membership().voters().contains(peer))
      return new Progress.Refused("store " + store + " holds no voter");
    if (!active(peer)) return new Progress.Refused("store " + store + " does not answer");
    if (!handOver.to(peer)) return new Progress.Working("not yet: something else is being changed");
    return new Progress.Working("leadership goes to store " + store);
  }

  private Progress handOverToAnybody(Membership now) {
    for (RaftStatus.PeerStatus other : group.status().peers()) {
      boolean fit = now.voters().contains(other.peer()) && other.active();
      if (fit && handOver.to(other.peer())) {
        return new Progress.Working("leadership goes to store " + group.addresses().storeOf(other.peer()));
      }
    }
    return new Progress.Working("this store leads, and nobody could take over yet");
  }

  /** Null: a majority of the others answers. */
  private String lackingWithout(long leaving, Membership now) {
    int remain = now.voters().size() - 1;
    if (remain == 0) return "it is the last voter";
    int answering = 0;
    for (int i = 0; i < now.voters().size(); i++) {
      long peer = now.voters().at(i);
      if (peer != leaving && (peer == group.peer() || active(peer))) answering++;
    }
    if (answering > remain / 2) return null;
    return "only " + answering + " of the " + remain
        + " voters that would remain answer: bring one back or add one first";
  }

  private boolean active(long peer) {
    for (RaftStatus.PeerStatus each : group.status().peers()) if (each.peer() == peer) return each.active();
    return false;
  }

  /** 0: none. */
  private long memberOn(long store) {
    return group.addresses().peerOn(store, group.membership());
  }

  private Progress proposed(ProposeOutcome outcome, String doing) {
    return switch (outcome) {
      case ProposeOutcome.Proposed proposed -> new Progress.Working(doing);
      case ProposeOutcome.NotLeader elsewhere -> new Progress.Elsewhere(group.leaderStore());
      case ProposeOutcome.Dropped(DropReason reason) -> switch (reason) {
        case LEARNER_BEHIND -> new Progress.Working("the learner is catching up");
        case INVALID_CHANGE -> new Progress.Refused("the change does not fit the members " + group.membership());
        case TRANSFERRING, BACKLOG_FULL, LEAVING, CHANGE_IN_PROGRESS, NOT_YET_COMMITTED_IN_TERM ->
          new Progress.Working("not yet: " + reason);
      };
    };
  }
}
