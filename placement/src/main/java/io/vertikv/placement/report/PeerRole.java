package io.vertikv.placement.report;

/** What a peer is in its group, joint phases included. The number is what is sent. */
public enum PeerRole {
  VOTER(1), LEARNER(2),
  /** A voter of the incoming half only, during a joint phase. */
  INCOMING(3),
  /** A voter of the outgoing half only: it leaves when the joint phase ends. */
  OUTGOING(4),
  /** A voter of the outgoing half only: it becomes a learner when the joint phase ends. */
  DEMOTING(5);

  private final int code;

  PeerRole(int code) { this.code = code; }

  int code() { return code; }

  public boolean votes() { return this != LEARNER; }

  /** Votes, and will when the joint phase is over. */
  public boolean stays() {
    return this == VOTER || this == INCOMING;
  }

  public boolean joint() { return this == INCOMING || this == OUTGOING || this == DEMOTING; }
}
