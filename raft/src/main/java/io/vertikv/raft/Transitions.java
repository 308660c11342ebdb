package io.vertikv.raft;

/**
 * The only class that changes the role.
 *
 * <pre>
 *               no leader heard               quorum would vote            quorum votes
 *   FOLLOWER ───────────────────► PRE_CANDIDATE ───────────────► CANDIDATE ───────────► LEADER
 *    ▲  ▲  │                        │    ▲                        │   │                    │
 *    │  │  └── TimeoutNow ──────────┼────┼───────────────────────►│   │                    │
 *    │  └── refused, leader heard ──┘    └───── timed out ────────┘   │                    │
 *    └───── higher term, leader heard, refused, quorum lost, removed ─┴────────────────────┘
 * </pre>
 */
final class Transitions {
  private final Replica replica;
  private Role role;

  Transitions(Replica replica) {
    this.replica = replica;
    role = new Follower(replica, this);
  }

  Role role() { return role; }

  /**
   * Candidates must wait: we lead (and step down by ourselves when the quorum goes), have promised to keep away, or sleep,
   * which is trust in the leader until somebody knows better; the request wakes us, and the next one finds us awake.
   */
  boolean isInUse() { return role instanceof Leader || role.isQuiesced() || replica.keepsPromise(); }

  /** Term is the current one or a newer one; leader is 0 when it is not known. */
  void becomeFollower(long term, long leader) {
    if (term > replica.ballot.term()) replica.ballot.enterTerm(term);
    replica.timer.reset();
    enter(new Follower(replica, this), leader);
  }

  void becomePreCandidate() {
    replica.timer.reset();
    PreCandidate candidate = new PreCandidate(replica, this);
    enter(candidate, 0);
    candidate.start();
  }

  void becomeCandidate(boolean transfer) {
    replica.ballot.enterTerm(replica.ballot.term() + 1);
    replica.ballot.voteFor(replica.self);
    replica.timer.reset();
    Candidate candidate = new Candidate(replica, this);
    enter(candidate, 0);
    candidate.start(transfer);
  }

  void becomeLeader() {
    Leader leader = new Leader(replica, this);
    enter(leader, replica.self);
    leader.start();
  }

  private void enter(Role next, long leader) {
    role.retire();
    replica.leader(leader);
    role = next;
  }
}
