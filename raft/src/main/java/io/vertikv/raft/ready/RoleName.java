package io.vertikv.raft.ready;

/** What a replica is at the moment. A learner is a follower that is no voter. */
public enum RoleName {
  FOLLOWER, LEARNER, PRE_CANDIDATE, CANDIDATE, LEADER
}
