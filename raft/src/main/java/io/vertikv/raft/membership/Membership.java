package io.vertikv.raft.membership;

import io.vertikv.raft.quorum.JointQuorum;
import io.vertikv.raft.quorum.PeerSet;

/**
 * One configuration of a group. While {@code outgoing} is not empty it is joint: decisions need a majority of both
 * sets. {@code demoting} are outgoing voters that become learners when the joint phase ends.
 *
 * <p>
 * Invariants: learners and demoting are disjoint from voters; learners are disjoint from outgoing and demoting;
 * demoting is part of outgoing.
 */
public record Membership(PeerSet voters, PeerSet outgoing, PeerSet learners, PeerSet demoting) {
  /** Bounds every set; a group is small, and a damaged record must not ask for memory. */
  public static final int PEERS_MAX = 64;

  /** A peer that has not been told who takes part: created by a first message, filled by a snapshot. */
  public static final Membership UNINITIALISED = new Membership(PeerSet.NONE, PeerSet.NONE, PeerSet.NONE, PeerSet.NONE);

  public Membership {
    boolean disjoint = !learners.intersects(voters) && !demoting.intersects(voters) && !learners.intersects(outgoing)
        && !learners.intersects(demoting);
    if (!disjoint || outgoing.union(demoting).size() != outgoing.size()) {
      throw new IllegalArgumentException(
          "voters=" + voters + " outgoing=" + outgoing + " learners=" + learners + " demoting=" + demoting);
    }
    if (Math.max(Math.max(voters.size(), outgoing.size()), learners.size()) > PEERS_MAX) {
      throw new IllegalArgumentException("more than " + PEERS_MAX + " peers");
    }
  }

  public static Membership of(PeerSet voters) { return of(voters, PeerSet.NONE); }

  public static Membership of(PeerSet voters, PeerSet learners) {
    return new Membership(voters, PeerSet.NONE, learners, PeerSet.NONE);
  }

  public boolean isInitialised() { return !voters.isEmpty(); }

  public boolean isJoint() { return !outgoing.isEmpty(); }

  /** Takes part in decisions, in either half. */
  public boolean isVoter(long peer) {
    return voters.contains(peer) || outgoing.contains(peer);
  }

  public boolean contains(long peer) { return isVoter(peer) || learners.contains(peer); }

  /** Everybody who receives the log. */
  public PeerSet peers() { return voters.union(outgoing).union(learners); }

  public JointQuorum quorum() { return JointQuorum.of(voters, outgoing); }

  /** The second half of a joint change: the outgoing voters go, those to be demoted stay as learners. */
  public Membership leaveJoint() {
    if (!isJoint()) throw new IllegalStateException("not joint: " + this);
    return of(voters, learners.union(demoting));
  }

  /** {@code voters=(1 2)&&(1 2 3) learners=(4) demoting=(3)}, without the empty parts. */
  @Override
  public String toString() {
    return "voters=" + voters + (isJoint() ? "&&" + outgoing : "") + (learners.isEmpty() ? "" : " learners=" + learners)
        + (demoting.isEmpty() ? "" : " demoting=" + demoting);
  }
}
