package io.vertikv.txn.region;

import io.vertikv.store.group.GroupRead;
import io.vertikv.store.group.RaftGroup;
import java.util.ArrayList;

/**
 * R9: operations whose answers are fixed and rest on nothing that has yet to be committed. What they still need is the proof
 * that this replica led when they ran: another one might have acknowledged later writes long ago. The lease proves it, looked
 * at after the answers were fixed and once for all of them; without it one round of questions to the voters does, again one for
 * all. Nothing has been done for those that fail. Belongs to the region's loop.
 */
final class ProvenReads {
  private RaftGroup group;
  private boolean proofWanted;
  /** Reused from one turn to the next. */
  private ArrayList<RegionOperation> fixed = new ArrayList<>();
  private final ArrayList<Round> rounds = new ArrayList<>();

  void bind(RaftGroup raft) { group = raft; }

  void add(RegionOperation operation) {
    fixed.add(operation);
    proofWanted |= operation.wantsProof();
  }

  /** Completes what was added, now or after a round; {@link RaftGroup#pump} follows. */
  void settle() {
    if (fixed.isEmpty()) return;
    boolean wanted = proofWanted;
    proofWanted = false;
    if (wanted) group.used();
    if (!wanted || group.leaseValid()) {
      complete(fixed);
      fixed.clear();
      return;
    }
    Round round = new Round(fixed);
    fixed = new ArrayList<>();
    rounds.add(round);
    group.read(round);
  }

  /** The state that they were computed on is void. */
  void drop(RegionFailure why) {
    ArrayList<Round> dropped = new ArrayList<>(rounds);
    rounds.clear();
    ArrayList<RegionOperation> unproven = fixed;
    fixed = new ArrayList<>();
    for (Round round : dropped) fail(round.operations, why);
    fail(unproven, why);
  }

  private static void complete(ArrayList<RegionOperation> operations) {
    for (int i = 0; i < operations.size(); i++) operations.get(i).completed();
  }

  private static void fail(ArrayList<RegionOperation> operations, RegionFailure why) {
    for (int i = 0; i < operations.size(); i++) operations.get(i).failed(why);
  }

  /**
   * A round that is dropped is deaf: asked of a replica that had just lost its leadership, the question may be answered by
   * the next leader, which proves nothing about what was computed here.
   */
  private final class Round implements GroupRead {
    private final ArrayList<RegionOperation> operations;

    Round(ArrayList<RegionOperation> operations) { this.operations = operations; }

    @Override
    public void readable() {
      if (rounds.remove(this)) complete(operations);
    }

    @Override
    public void failed() {
      if (rounds.remove(this)) fail(operations, new RegionFailure.NotLeader(group.leaderStore()));
    }
  }
}
