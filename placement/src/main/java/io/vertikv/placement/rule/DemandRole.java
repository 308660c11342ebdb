package io.vertikv.placement.rule;

/** What a demanded replica is for. The number is what is stored. */
public enum DemandRole {
  /** Votes, and may lead. */
  VOTER(1),
  /** Votes, and leads while it is healthy. */
  LEADER(2),
  /** Votes, and must not lead. */
  FOLLOWER(3),
  /** Receives the log and does not vote. */
  LEARNER(4);

  private final int code;

  DemandRole(int code) { this.code = code; }

  int code() { return code; }

  public boolean votes() { return this != LEARNER; }

  public boolean mayLead() { return this == VOTER || this == LEADER; }
}
