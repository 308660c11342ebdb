package io.vertikv.raft;

import static io.vertikv.raft.Bench.entry;
import static io.vertikv.raft.Bench.mark;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.invariant.InvariantBroken;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRejected;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.HeartbeatReply;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.StaleTerm;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.VoteRequest;
import io.vertikv.raft.ready.RoleName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The paper (extended version), section 5, one replica on a bench. What follows is in {@link RaftPaperOperationsTest}.
 */
class RaftPaperTest {
  @Nested
  @DisplayName("5.1 Raft basics")
  class Basics {
    @Test
    void aReplicaStartsAsAFollower() { assertEquals(RoleName.FOLLOWER, new Bench(3, 1).node().role()); }

    @Test
    void aNewerTermTurnsALeaderIntoAFollower() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      bench.step(new StaleTerm(3, 9));
      assertEquals(9, bench.node().term());
      assertEquals(RoleName.FOLLOWER, bench.node().role());
    }

    @Test
    void aRequestOfAnOlderTermIsAnsweredWithTheNewerOne() {
      Bench bench = new Bench(3, 5);
      assertEquals(List.of(new StaleTerm(1, 5)),
          bench.step(new AppendRequest(2, 4, mark(0, 0), List.of(entry(1, 4)), 0, 0)));
      assertEquals(List.of(new VoteReply(1, 5, false)), bench.step(new VoteRequest(2, 4, mark(9, 9), false)));
      assertEquals(0, bench.node().lastIndex());
    }

    @Test
    void anAnswerOfAnOlderTermMeansNothing() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      assertEquals(List.of(), bench.step(new AppendAccepted(2, 1, 1, 0)));
      assertEquals(0, bench.node().commitIndex());
    }

    @Test
    void noTermIsRevealedBeforeItIsDurable() {
      Bench bench = new Bench(3, 1);
      assertEquals(List.of(), bench.stepUnsynced(new Heartbeat(2, 7, 0, 0, 0)));
      assertEquals(List.of(new HeartbeatReply(1, 7, 0, 0)), bench.settle());
    }

    @Test
    void twoLeadersInOneTermBreakTheMachine() {
      Bench bench = new Bench(3, 1);
      bench.step(new Heartbeat(2, 4, 0, 0, 0));
      assertThrows(InvariantBroken.class, () -> bench.step(new Heartbeat(3, 4, 0, 0, 0)));
    }
  }

  @Nested
  @DisplayName("5.2 Leader election")
  class Election {
    @Test
    void aFollowerThatHearsALeaderStaysAFollower() {
      Bench bench = new Bench(3, 1);
      for (int i = 0; i < 20; i++) {
        bench.step(new Heartbeat(2, 1, 0, 0, 0));
        bench.pass(50);
      }
      assertEquals(RoleName.FOLLOWER, bench.node().role());
    }

    @Test
    void aFollowerThatHearsNobodyAsksAfterOneToTwoTimeouts() {
      Bench bench = new Bench(3, 1);
      bench.step(new Heartbeat(2, 1, 0, 0, 0));
      bench.pass(99);
      assertEquals(RoleName.FOLLOWER, bench.node().role());
      bench.pass(101);
      assertEquals(RoleName.PRE_CANDIDATE, bench.node().role());
      assertEquals(1, bench.node().term(), "asking changes no term");
    }

    @Test
    void aCandidateVotesForItselfInANewTermAndSaysSoWhenThatIsDurable() {
      Bench bench = new Bench(3, 1, 1);
      bench.node().campaign();
      bench.settle();
      assertEquals(List.of(), bench.stepUnsynced(new PreVoteReply(2, 2, true)));
      assertEquals(List.of(new VoteRequest(1, 2, mark(1, 1), false), new VoteRequest(1, 2, mark(1, 1), false)),
          bench.settle());
      assertEquals(1, bench.host().log.hardState().vote());
    }

    @Test
    void aMajorityOfVotesMakesALeader() {
      Bench bench = new Bench(5, 1);
      bench.node().campaign();
      bench.settle();
      bench.step(new PreVoteReply(2, 2, true));
      assertEquals(RoleName.PRE_CANDIDATE, bench.node().role());
      bench.step(new PreVoteReply(3, 2, true));
      bench.step(new VoteReply(2, 2, true));
      assertEquals(RoleName.CANDIDATE, bench.node().role(), "two of five");
      bench.step(new VoteReply(2, 2, true));
      assertEquals(RoleName.CANDIDATE, bench.node().role(), "the same two");
      bench.step(new VoteReply(5, 2, true));
      assertEquals(RoleName.LEADER, bench.node().role(), "three of five");
    }

    @Test
    void aMajorityOfRefusalsEndsACandidacy() {
      Bench bench = new Bench(3, 1);
      bench.node().campaign();
      bench.settle();
      bench.step(new PreVoteReply(2, 2, true));
      bench.step(new VoteReply(2, 2, false));
      bench.step(new VoteReply(3, 2, false));
      assertEquals(RoleName.FOLLOWER, bench.node().role());
    }

    @Test
    void aVoterVotesOnceATermAndOnlyWhenThatIsDurable() {
      Bench bench = new Bench(3, 1);
      assertEquals(List.of(), bench.stepUnsynced(new VoteRequest(2, 2, mark(0, 0), false)));
      assertEquals(List.of(new VoteReply(1, 2, true)), bench.settle());
      assertEquals(List.of(new VoteReply(1, 2, false)), bench.step(new VoteRequest(3, 2, mark(0, 0), false)));
      assertEquals(List.of(new VoteReply(1, 2, true)), bench.step(new VoteRequest(2, 2, mark(0, 0), false)),
          "the same candidate may ask again");
    }

    @Test
    void aVoteSurvivesARestart() {
      Bench bench = new Bench(3, 1);
      bench.step(new VoteRequest(2, 2, mark(0, 0), false));
      bench.host().crash();
      bench.host().start(bench.now());
      bench.pause(200);
      bench.settle();
      assertEquals(List.of(new VoteReply(1, 2, false)), bench.step(new VoteRequest(3, 2, mark(0, 0), false)));
    }

    @Test
    void aCandidateYieldsToTheLeaderOfItsTerm() {
      Bench bench = new Bench(3, 1);
      bench.node().campaign();
      bench.settle();
      bench.step(new PreVoteReply(2, 2, true));
      bench.step(new Heartbeat(3, 2, 0, 0, 0));
      assertEquals(RoleName.FOLLOWER, bench.node().role());
      assertEquals(3, bench.node().leader());
    }

    @Test
    void aSplitVoteIsTriedAgainInAnotherTerm() {
      Bench bench = new Bench(3, 1);
      bench.node().campaign();
      bench.settle();
      bench.step(new PreVoteReply(2, 2, true));
      bench.pass(200);
      bench.step(new PreVoteReply(2, 3, true));
      assertEquals(3, bench.node().term());
    }

    @Test
    void electionTimeoutsDiffer() {
      long distinct = LongStream.range(1, 40).map(seed -> {
        ElectionTimer timer = new ElectionTimer(1000, RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        long waited = 0;
        for (; !timer.isExpired(); waited++) timer.advance(1);
        assertTrue(waited >= 1000 && waited < 2000, "waited " + waited);
        return waited;
      }).distinct().count();
      assertTrue(distinct > 30, distinct + " different timeouts of 39");
    }

    @Test
    void aLongPauseAloneStartsNoElection() {
      Bench bench = new Bench(3, 1);
      bench.pass(1);
      bench.step(new Heartbeat(2, 1, 0, 0, 0));
      bench.pause(60_000);
      assertEquals(RoleName.FOLLOWER, bench.node().role(), "the heartbeats of that minute are still in the socket");
    }
  }

  @Nested
  @DisplayName("5.3 Log replication")
  class Replication {
    @Test
    void aLeaderSendsWhatIsProposedToAllAndCommitsWithAMajority() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      bench.step(new AppendAccepted(2, 2, 1, 0));
      bench.step(new AppendAccepted(3, 2, 1, 0));
      bench.node().propose(new Command("a"));
      List<RaftMessage> sent = bench.handOut();
      assertEquals(2, sent.size(), "it does not wait for its own disk");
      AppendRequest request = assertInstanceOf(AppendRequest.class, sent.getFirst());
      assertEquals(mark(1, 2), request.previous());
      bench.stepUnsynced(new AppendAccepted(2, 2, 2, 0));
      assertEquals(1, bench.node().commitIndex(), "its own copy is not durable");
      bench.settle();
      assertEquals(2, bench.node().commitIndex());
    }

    @Test
    void twoFollowersMakeAMajorityWithoutTheLeadersDisk() {
      Bench bench = new Bench(3, 1);
      bench.lead(1);
      bench.step(new AppendAccepted(2, 2, 1, 0));
      bench.step(new AppendAccepted(3, 2, 1, 0));
      bench.node().propose(new Command("a"));
      bench.handOut();
      bench.stepUnsynced(new AppendAccepted(2, 2, 2, 0));
      bench.stepUnsynced(new AppendAccepted(3, 2, 2, 0));
      assertEquals(2, bench.node().commitIndex());
      assertEquals(1, bench.host().applied().last().index(), "and yet it applies only what its disk holds");
    }

    @Test
    void aFollowerAcceptsWhenTheEntriesAreDurable() {
      Bench bench = new Bench(3, 1);
      AppendRequest request = new AppendRequest(2, 1, mark(0, 0), List.of(entry(1, 1), entry(2, 1)), 0, 42);
      assertEquals(List.of(), bench.stepUnsynced(request));
      assertEquals(List.of(), bench.stepUnsynced(request), "a copy of the request changes nothing about that");
      assertEquals(List.of(new AppendAccepted(1, 1, 2, 42), new AppendAccepted(1, 1, 2, 42)), bench.settle());
    }

    @Test
    void aFollowerRefusesWhatDoesNotFollowItsLogAndSaysWhereItMight() {
      Bench bench = new Bench(3, 5, 1, 1, 4, 4, 4);
      List<RaftMessage> beyond = bench.step(new AppendRequest(2, 5, mark(9, 5), List.of(entry(10, 5)), 0, 0));
      assertEquals(List.of(new AppendRejected(1, 5, 9, mark(5, 4), 0)), beyond, "its log ends earlier");
      List<RaftMessage> conflict = bench.step(new AppendRequest(2, 5, mark(5, 3), List.of(entry(6, 5)), 0, 0));
      assertEquals(List.of(new AppendRejected(1, 5, 5, mark(2, 1), 0)), conflict, "all of term 4 is skipped");
    }

    @Test
    void aLeaderUsesTheHintToSkipItsOwnTermsAsWell() {
      Bench bench = new Bench(3, 6, 1, 1, 2, 2, 6);
      bench.lead(1);
      List<RaftMessage> sent = bench.step(new AppendRejected(2, 7, 5, mark(4, 1), 0));
      assertEquals(mark(2, 1), assertInstanceOf(AppendRequest.class, sent.getFirst()).previous());
    }

    @Test
    void aFollowerCutsWhatConflictsAndKeepsWhatDoesNot() {
      Bench bench = new Bench(3, 3, 1, 2, 2);
      bench.step(new AppendRequest(2, 3, mark(1, 1), List.of(entry(2, 2)), 0, 0));
      assertEquals(3, bench.node().lastIndex(), "a shorter request that agrees is no reason to cut");
      bench.step(new AppendRequest(2, 3, mark(1, 1), List.of(entry(2, 3)), 0, 0));
      assertEquals(2, bench.node().lastIndex());
      assertEquals(entry(2, 3), bench.host().log.entry(2));
    }

    @Test
    void aFollowerCommitsNoFurtherThanWhatIsKnownToMatch() {
      Bench bench = new Bench(3, 3, 1, 2, 2);
      bench.step(new AppendRequest(2, 3, mark(1, 1), List.of(entry(2, 2)), 3, 0));
      assertEquals(2, bench.node().commitIndex(), "the entry at 3 may not be the leader's");
    }

    @Test
    void aCommittedEntryThatALeaderOverrulesBreaksTheMachine() {
      Bench bench = new Bench(3, 3, 1, 2);
      bench.step(new AppendRequest(2, 3, mark(2, 2), List.of(), 2, 0));
      List<RaftMessage> sent = bench.step(new AppendRequest(2, 3, mark(1, 1), List.of(entry(2, 3)), 2, 0));
      assertEquals(List.of(new AppendAccepted(1, 3, 2, 0)), sent,
          "a request from before the commit point says nothing new");
      assertThrows(InvariantBroken.class, () -> bench.step(new Heartbeat(2, 3, 9, 0, 0)), "it once held 9 and lost it");
    }
  }

  @Nested
  @DisplayName("5.4 Safety")
  class SafetyRules {
    @Test
    void aVoterRefusesACandidateWhoseLogIsOlder() {
      Bench bench = new Bench(3, 3, 1, 3);
      assertEquals(List.of(new VoteReply(1, 4, false)), bench.step(new VoteRequest(2, 4, mark(9, 2), false)));
      assertEquals(List.of(new VoteReply(1, 5, false)), bench.step(new VoteRequest(2, 5, mark(1, 3), false)));
      assertEquals(List.of(new VoteReply(1, 6, true)), bench.step(new VoteRequest(2, 6, mark(2, 3), false)));
    }

    @Test
    void aLeaderDoesNotCountReplicasOfOlderTerms() {
      Bench bench = new Bench(3, 2, 1, 2);
      bench.lead(1);
      bench.step(new AppendAccepted(2, 3, 2, 0));
      bench.step(new AppendAccepted(3, 3, 2, 0));
      assertEquals(0, bench.node().commitIndex(), "all three hold entry 2, of term 2");
      bench.step(new AppendAccepted(2, 3, 3, 0));
      assertEquals(3, bench.node().commitIndex(), "with its own no-op the older ones are committed");
    }

    @Test
    void countingOlderTermsWouldLoseACommittedEntryInFigure8() throws IOException {
      Interaction wrong = new Interaction(new Safety() {
        @Override
        boolean mayCommitByCounting(long entryTerm, long leaderTerm) { return true; }
      });
      StringBuilder seen = new StringBuilder();
      for (String line : Files.readAllLines(Path.of("src/test/resources/interaction/figure_8.txt"))) {
        if (line.startsWith(">")) seen.append(wrong.run(line.substring(1)));
      }
      assertTrue(seen.toString().contains("1 applies 2@1 two"), "committed and applied by 1");
      assertTrue(seen.toString().endsWith("1@1 no-op, 2@2 no-op, 3@4 no-op\n"), "and gone");
    }
  }

  @Nested
  @DisplayName("5.5 Crashes, duplicates, late mail")
  class LateMail {
    @Test
    void aRequestTwiceIsAnsweredTwiceAndAppendedOnce() {
      Bench bench = new Bench(3, 1);
      AppendRequest request = new AppendRequest(2, 1, mark(0, 0), List.of(entry(1, 1)), 0, 0);
      assertEquals(bench.step(request), bench.step(request));
      assertEquals(1, bench.node().lastIndex());
    }

    @Test
    void aVoteThatArrivesAfterTheElectionChangesNothing() {
      Bench bench = new Bench(5, 1);
      bench.lead(2);
      assertEquals(List.of(), bench.step(new VoteReply(4, 2, true)));
      assertEquals(List.of(), bench.step(new PreVoteReply(5, 2, true)));
      assertEquals(RoleName.LEADER, bench.node().role());
    }
  }
}
