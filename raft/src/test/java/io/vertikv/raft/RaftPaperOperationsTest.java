package io.vertikv.raft;

import static io.vertikv.raft.Bench.entry;
import static io.vertikv.raft.Bench.mark;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.HeartbeatReply;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.PreVoteRequest;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.message.StaleTerm;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.VoteRequest;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.DropReason;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.ReadOutcome;
import io.vertikv.raft.ready.RoleName;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The paper from section 6 on, and the dissertation's leases: how a group is changed, compacted and read. */
class RaftPaperOperationsTest {
  private static final ReadContext READ = new ReadContext() {
  };

  @Nested
  @DisplayName("6 Membership changes")
  class MembershipChanges {
    @Test
    void aMembershipCountsFromTheMomentItIsAppended() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      bench.step(new AppendAccepted(2, 2, 1, 0));
      bench.node().proposeMembership(MembershipChange.of(new PeerChange.Remove(3)));
      assertEquals(Membership.of(PeerSet.of(1, 2)), bench.node().membership());
      bench.settle();
      bench.step(new AppendAccepted(3, 2, 2, 0));
      assertEquals(1, bench.node().commitIndex(), "3 no longer counts");
      bench.step(new AppendAccepted(2, 2, 2, 0));
      assertEquals(2, bench.node().commitIndex());
    }

    @Test
    void aNewLeaderChangesNothingBeforeItHasCommittedSomethingOfItsOwn() {
      Bench bench = new Bench(3, 1, 1);
      bench.lead(1);
      assertEquals(new ProposeOutcome.Dropped(DropReason.NOT_YET_COMMITTED_IN_TERM),
          bench.node().proposeMembership(MembershipChange.of(new PeerChange.Remove(3))),
          "the erratum to the dissertation");
    }

    @Test
    void oneChangeAtATime() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      bench.step(new AppendAccepted(2, 2, 1, 0));
      bench.node().proposeMembership(MembershipChange.of(new PeerChange.AddLearner(4)));
      assertEquals(new ProposeOutcome.Dropped(DropReason.CHANGE_IN_PROGRESS),
          bench.node().proposeMembership(MembershipChange.of(new PeerChange.AddLearner(5))));
    }

    @Test
    void aLearnerThatLagsIsNotPromoted() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      bench.step(new AppendAccepted(2, 2, 1, 0));
      bench.node().proposeMembership(MembershipChange.of(new PeerChange.AddLearner(4)));
      bench.settle();
      bench.step(new AppendAccepted(2, 2, 2, 0));
      MembershipChange promotion = MembershipChange.of(new PeerChange.Promote(4));
      assertEquals(new ProposeOutcome.Dropped(DropReason.LEARNER_BEHIND), bench.node().proposeMembership(promotion));
      bench.step(new AppendAccepted(4, 2, 2, 0));
      assertInstanceOf(ProposeOutcome.Proposed.class, bench.node().proposeMembership(promotion));
    }

    @Test
    void aPeerThatWasRemovedCannotDisturbALeader() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      assertEquals(List.of(), bench.step(new VoteRequest(9, 50, mark(99, 49), false)));
      assertEquals(List.of(new PreVoteReply(1, 2, false)), bench.step(new PreVoteRequest(9, 50, mark(99, 49))));
      assertEquals(2, bench.node().term());
    }

    @Test
    void aFollowerOfALivingLeaderIgnoresCandidates() {
      Bench bench = new Bench(3, 1);
      bench.step(new Heartbeat(2, 1, 0, 0, 0));
      bench.pass(99);
      assertEquals(List.of(), bench.step(new VoteRequest(3, 2, mark(9, 1), false)));
      bench.pass(1);
      assertEquals(List.of(new VoteReply(1, 2, true)), bench.step(new VoteRequest(3, 2, mark(9, 1), false)));
    }

    @Test
    void aPeerThatKnowsNoMembershipVotesAndNeverCampaigns() {
      Bench bench = new Bench(0, 0);
      assertEquals(List.of(new VoteReply(1, 1, true)), bench.step(new VoteRequest(2, 1, mark(1, 1), false)));
      bench.pass(500);
      assertEquals(RoleName.LEARNER, bench.node().role());
    }
  }

  @Nested
  @DisplayName("7 Log compaction")
  class Compaction {
    private final SnapshotMark snapshot = new SnapshotMark(mark(8, 2), Membership.of(PeerSet.of(1, 2, 3)));

    @Test
    void aSnapshotBeyondTheLogReplacesIt() {
      Bench bench = new Bench(3, 2, 1, 1);
      bench.node().step(new InstallSnapshot(2, 2, snapshot), bench.now());
      assertEquals(snapshot, bench.host().takeReady().restore().orElseThrow());
      bench.step(new AppendRequest(2, 2, mark(2, 1), List.of(entry(3, 2)), 0, 0));
      assertEquals(2, bench.node().lastIndex(), "nothing is appended to a log that is being replaced");
      bench.host().restore(snapshot, mark -> new AppliedState(mark.last(), mark.membership(), List.of()));
      AppendAccepted accepted = assertInstanceOf(AppendAccepted.class, bench.settle().getLast());
      assertEquals(8, accepted.matched());
      assertEquals(8, bench.node().commitIndex());
    }

    @Test
    void aSnapshotThatTheLogAlreadyHoldsOnlyMovesTheCommitIndex() {
      Bench bench = new Bench(3, 2, 1, 1, 1, 1, 1, 1, 1, 2, 2);
      List<RaftMessage> sent = bench.step(new InstallSnapshot(2, 2, snapshot));
      assertEquals(8, assertInstanceOf(AppendAccepted.class, sent.getLast()).matched());
      assertEquals(9, bench.node().lastIndex(), "what follows it is kept");
    }

    @Test
    void aSnapshotFromThePastIsAnsweredWithThePresent() {
      Bench bench = new Bench(3, 2, 1, 1, 1, 1, 1, 1, 1, 2, 2);
      bench.step(new AppendRequest(2, 2, mark(9, 2), List.of(), 9, 0));
      List<RaftMessage> sent = bench.step(new InstallSnapshot(2, 2, snapshot));
      assertEquals(9, assertInstanceOf(AppendAccepted.class, sent.getLast()).matched());
    }

    @Test
    void nobodyCampaignsWithHalfASnapshot() {
      Bench bench = new Bench(3, 2, 1, 1);
      bench.step(new InstallSnapshot(2, 2, snapshot));
      bench.pass(1000);
      assertEquals(RoleName.FOLLOWER, bench.node().role());
    }
  }

  @Nested
  @DisplayName("8 Client interaction: reads")
  class Reads {
    @Test
    void aReadWaitsForAQuorumThatStillFollows() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      bench.step(new AppendAccepted(2, 2, 1, 0));
      bench.node().readIndex(READ);
      Heartbeat round = assertInstanceOf(Heartbeat.class, bench.handOut().getFirst());
      assertTrue(bench.reads().isEmpty());
      bench.step(new HeartbeatReply(2, 2, round.readRound() - 1, 0));
      assertTrue(bench.reads().isEmpty(), "that answer is older than the read");
      bench.step(new HeartbeatReply(2, 2, round.readRound(), 0));
      assertEquals(List.of(new ReadOutcome.ReadState(READ, 1)), bench.reads());
    }

    @Test
    void aReadFailsWhenLeadershipIsLost() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      bench.node().readIndex(READ);
      bench.step(new StaleTerm(3, 5));
      assertEquals(List.of(new ReadOutcome.ReadFailed(READ)), bench.reads());
    }

    @Test
    void aReadAtAFollowerWithoutALeaderFailsAtOnce() {
      Bench bench = new Bench(3, 1);
      bench.node().readIndex(READ);
      bench.settle();
      assertEquals(List.of(new ReadOutcome.ReadFailed(READ)), bench.reads());
    }
  }

  @Nested
  @DisplayName("Dissertation 6.4.1 Leases")
  class Leases {
    private Bench leader() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      bench.step(new AppendAccepted(2, 2, 1, relative(bench)));
      return bench;
    }

    /** The bench's node counts from its start, which was at 0. */
    private static long relative(Bench bench) {
      return bench.now();
    }

    @Test
    void aLeaseRunsFromWhenTheAnsweredRequestWasSent() {
      Bench bench = leader();
      assertTrue(bench.node().leaseValid(bench.now() + 89 * Bench.MILLI));
      assertFalse(bench.node().leaseValid(bench.now() + 90 * Bench.MILLI), "100 ms less a drift of a tenth");
    }

    @Test
    void aLeaderThatWasPausedKnowsItByTheClock() {
      Bench bench = leader();
      bench.pause(5_000);
      assertTrue(bench.node().isLeader(), "it has not lost patience");
      assertFalse(bench.node().leaseValid(bench.now()), "and yet its lease is over");
    }

    @Test
    void aClockThatGoesBackDoesNotBringALeaseBack() {
      Bench bench = leader();
      long before = bench.now();
      bench.pause(200);
      bench.node().tick(before);
      assertFalse(bench.node().leaseValid(before));
    }

    @Test
    void noLeaseBeforeSomethingOfTheTermIsCommitted() {
      Bench bench = new Bench(3, 1, 1);
      bench.lead(1);
      bench.step(new HeartbeatReply(2, 2, 0, bench.now()));
      assertFalse(bench.node().leaseValid(bench.now()));
    }
  }
}
