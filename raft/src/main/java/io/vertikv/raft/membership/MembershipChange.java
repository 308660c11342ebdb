package io.vertikv.raft.membership;

import io.vertikv.raft.quorum.PeerSet;
import java.util.List;
import java.util.Optional;

/**
 * A request to change who takes part, in steps that are applied together. When at most one step touches the set of
 * voters the change is simple (majorities of old and new overlap, Raft dissertation §4.1); otherwise the group goes
 * through a joint phase, which the leader leaves by itself.
 */
public record MembershipChange(List<PeerChange> steps, Attachment attachment) {
  public MembershipChange {
    steps = List.copyOf(steps);
  }

  public static MembershipChange of(PeerChange... steps) {
    return new MembershipChange(List.of(steps), Attachment.NONE);
  }

  /** The membership after the change, empty when a step does not fit (a stranger, a duplicate, the last voter). */
  public Optional<Membership> applyTo(Membership now) {
    if (now.isJoint() || steps.isEmpty() || touchesAPeerTwice()) return Optional.empty();
    PeerSet voters = now.voters();
    PeerSet learners = now.learners();
    PeerSet demoting = PeerSet.NONE;
    int voterSteps = 0;
    for (PeerChange step : steps) {
      long peer = step.peer();
      boolean voter = voters.contains(peer);
      if (!fits(step, voter, learners.contains(peer))) return Optional.empty();
      switch (step) {
        case PeerChange.AddLearner _ -> learners = learners.plus(peer);
        case PeerChange.Promote _ -> {
          learners = learners.minus(peer);
          voters = voters.plus(peer);
        }
        case PeerChange.Demote _ -> {
          voters = voters.minus(peer);
          demoting = demoting.plus(peer);
        }
        case PeerChange.Remove _ -> {
          voters = voters.minus(peer);
          learners = learners.minus(peer);
        }
      }
      if (voter || step instanceof PeerChange.Promote) voterSteps++;
    }
    if (voters.isEmpty() || voters.union(learners).union(demoting).size() > Membership.PEERS_MAX)
      return Optional.empty();
    if (voterSteps > 1) return Optional.of(new Membership(voters, now.voters(), learners, demoting));
    return Optional.of(Membership.of(voters, learners.union(demoting)));
  }

  private static boolean fits(PeerChange step, boolean voter, boolean learner) {
    return switch (step) {
      case PeerChange.AddLearner add -> add.peer() > 0 && !voter && !learner;
      case PeerChange.Promote _ -> learner;
      case PeerChange.Demote _ -> voter;
      case PeerChange.Remove _ -> voter || learner;
    };
  }

  private boolean touchesAPeerTwice() {
    for (int i = 0; i < steps.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (steps.get(i).peer() == steps.get(j).peer()) return true;
      }
    }
    return false;
  }
}
