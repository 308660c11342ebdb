package io.vertikv.store.rpc.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.WakeUp;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RpcConfig;
import io.vertikv.store.rpc.link.MemoryStore.Outcome;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two and three stores over connections in memory and in virtual time. */
class LinkTest {
  private static final RpcConfig CONFIG = new RpcConfig(new RpcConfig.Limits(1 << 20, 1 << 10, 8 << 10, 4, 4 << 10, 8),
      new RpcConfig.Intervals(100, 500, 1000, 50, 800));
  private final VirtualTime time = new VirtualTime();
  private final MemoryNet net = new MemoryNet(time);
  private final MemoryStore one = new MemoryStore(time, net, MemoryStore.identity(1), CONFIG, 1);
  private final MemoryStore two = new MemoryStore(time, net, MemoryStore.identity(2), CONFIG, 2);

  @AfterEach
  void nothingLeaks() {
    one.stop();
    two.stop();
    time.run(2000);
    assertEquals(0, net.unreleasedBuffers());
  }

  @Test
  void messagesOfOneTurnLeaveInOneFlushAndEachLoopGetsItsOwnInOrder() {
    one.connectTo(two);
    int flushes = net.last().flushes;
    send(100);
    time.run(5);
    assertEquals(flushes + 1, net.last().flushes);
    assertEquals(LongStream.range(0, 100).filter(i -> i % 2 == 0).boxed().toList(), groups(two, 0));
    assertEquals(LongStream.range(0, 100).filter(i -> i % 2 == 1).boxed().toList(), groups(two, 1));
    assertTrue(two.boxes.get(0).messages.stream().allMatch(got -> got.from() == 1));
  }

  @Test
  void nothingIsSentBeforeTheFlushAndNothingToStrangers() {
    one.connectTo(two);
    transport().send(2, wakeUp(0));
    transport().send(7, wakeUp(0));
    time.run(5);
    assertEquals(List.of(), groups(two, 0));
    assertEquals(1, one.exchange.counters().messagesDropped.sum());
    transport().flush();
    time.run(5);
    assertEquals(List.of(0L), groups(two, 0));
  }

  @Test
  void threeStoresTalkInAllDirections() {
    MemoryStore three = new MemoryStore(time, net, MemoryStore.identity(3), CONFIG, 1);
    one.connectTo(two, three, one);
    two.connectTo(one, three);
    three.connectTo(one, two);
    for (MemoryStore from : List.of(one, two, three)) {
      for (long to = 1; to <= 3; to++) from.transports.getFirst().send(to, wakeUp(4));
      from.transports.getFirst().flush();
    }
    time.run(5);
    for (MemoryStore each : List.of(one, two, three)) {
      assertEquals(2, each.boxes.getFirst().messages.stream().map(MemoryStore.Got::from).distinct().count());
    }
    three.stop();
  }

  @Test
  void aRequestIsAnsweredByTheLoopThatItIsForAndComesBack() {
    one.connectTo(two);
    Outcome even = ask("b", 100);
    Outcome odd = ask("a", 100);
    transport().flush();
    time.run(5);
    assertEquals(List.of("b"), even.ends);
    assertEquals(List.of("a"), odd.ends);
    assertEquals(1, two.boxes.get(0).questions.size());
    assertEquals(1, two.boxes.get(1).questions.size());
  }

  @Test
  void anAnswerMayComeLaterButOnlyOnce() {
    one.connectTo(two);
    two.boxes.get(0).answers = false;
    Outcome late = ask("b", 300);
    transport().flush();
    time.run(200);
    two.transports.get(0).loop().execute(() -> {
      two.boxes.get(0).unanswered.getFirst().accept("done".getBytes(UTF_8));
      two.transports.get(0).flush();
    });
    time.run(5);
    assertEquals(List.of("done"), late.ends);
    assertThrows(IllegalStateException.class, () -> two.boxes.get(0).unanswered.getFirst().accept(new byte[0]));
  }

  @Test
  void aRequestWithoutAnswerEndsAtItsDeadlineAndALateAnswerIsIgnored() {
    one.connectTo(two);
    two.boxes.get(0).answers = false;
    Outcome outcome = ask("b", 300);
    transport().flush();
    time.run(295);
    assertEquals(List.of(), outcome.ends);
    time.run(30);
    assertEquals(List.of("DEADLINE"), outcome.ends);
    two.transports.get(0).loop().execute(() -> {
      two.boxes.get(0).unanswered.getFirst().accept("late".getBytes(UTF_8));
      two.transports.get(0).flush();
    });
    time.run(5);
    assertEquals(List.of("DEADLINE"), outcome.ends);
    assertTrue(one.reaches(two));
  }

  @Test
  void requestsThatCannotLeaveFailAsNotSent() {
    Outcome unknown = ask("b", 100);
    one.connectTo(two);
    Outcome late = ask("b", 0);
    for (int i = 0; i < 4; i++) ask("b", 100);
    Outcome tooMany = ask("b", 100);
    time.run(1);
    assertEquals(List.of("NOT_SENT"), unknown.ends);
    assertEquals(List.of("NOT_SENT"), late.ends);
    assertEquals(List.of("NOT_SENT"), tooMany.ends);
    assertThrows(IllegalArgumentException.class, () -> transport().request(2, new byte[1 << 20], 0, new Outcome()));
  }

  @Test
  void aBrokenConnectionLosesWhatWasSentButNotWhatWasNot() {
    one.connectTo(two);
    two.boxes.get(0).answers = false;
    Outcome sent = ask("b", 1000);
    transport().flush();
    time.run(5);
    Outcome unsent = ask("b", 1000);
    net.last().close();
    time.run(0);
    assertEquals(List.of("LOST"), sent.ends);
    assertEquals(List.of("NOT_SENT"), unsent.ends);
    assertEquals(List.of(2L), one.boxes.getFirst().gone);
    time.run(200);
    assertTrue(one.reaches(two));
    time.run(2000);
    assertEquals(1, sent.ends.size() + unsent.ends.size() - 1);
  }

  @Test
  void aConnectionCutInTheMiddleOfAFrameDeliversNothingOfItAndIsMadeAgain() {
    one.connectTo(two);
    send(10);
    time.run(5);
    net.last().breakAfter(100);
    send(10);
    time.run(5);
    assertEquals(5, two.boxes.get(0).messages.size());
    assertEquals(List.of(2L), one.boxes.getFirst().gone);
    assertFalse(one.reaches(two));
    time.run(200);
    send(10);
    time.run(5);
    assertEquals(10, two.boxes.get(0).messages.size());
    assertEquals(0, two.exchange.counters().refusals.sum());
  }

  @Test
  void aSilentPeerIsGivenUpAfterTheSilenceAndIdleOnesAreNot() {
    one.connectTo(two);
    time.run(10_000);
    assertEquals(List.of(), one.boxes.getFirst().gone);
    assertEquals(1, net.attempts);
    net.last().halfOpen();
    time.run(400);
    assertEquals(List.of(), one.boxes.getFirst().gone);
    time.run(300);
    assertEquals(List.of(2L), one.boxes.getFirst().gone);
    assertTrue(net.dialed.getFirst().other().isClosed(), "the other side noticed too");
    time.run(200);
    assertTrue(one.reaches(two));
  }

  @Test
  void ourOwnPauseIsNotTakenForTheOthersSilence() {
    one.connectTo(two);
    time.run(1000);
    time.pause(5000);
    time.run(1000);
    assertEquals(List.of(), one.boxes.getFirst().gone);
    assertEquals(1, net.attempts);
  }

  @Test
  void aStoreThatCannotBeReachedIsTriedEverMoreSeldom() {
    two.stop();
    one.connectTo(two);
    time.run(10_000);
    assertTrue(net.attempts > 12 && net.attempts < 35, net.attempts + " attempts in 10 s");
    assertEquals(List.of(), one.boxes.getFirst().gone);
    net.listen(two.address, List.of());
  }

  @Test
  void aStoreThatAcceptsAndSaysNothingIsGivenUp() {
    one.connectTo(two);
    net.mute = true;
    net.last().halfOpen();
    time.run(10_000);
    assertFalse(one.reaches(two));
    assertTrue(net.attempts > 4 && net.attempts < 12, net.attempts + " attempts");
    net.mute = false;
    time.run(2000);
    assertTrue(one.reaches(two));
    assertEquals(List.of(2L), one.boxes.getFirst().gone);
  }

  @Test
  void aMovedStoreIsFollowedAndARemovedOneForgotten() {
    one.connectTo(two);
    MemoryStore moved = new MemoryStore(time, net, new io.vertikv.store.rpc.StoreIdentity(MemoryStore.CLUSTER, 5, 1),
        CONFIG, 1);
    one.connectTo(two, moved);
    assertTrue(one.transports.getFirst().reaches(5));
    one.connectTo(moved);
    assertFalse(one.reaches(two));
    assertTrue(net.dialed.getFirst().isClosed());
    assertTrue(one.transports.getFirst().reaches(5));
    assertEquals(List.of(), one.boxes.getFirst().gone, "nobody is told about a decision");
    moved.stop();
  }

  @Test
  void aFullQueueDropsMessagesAndRefusesRequestsButTakesALargeMessageWhenEmpty() {
    one.connectTo(two);
    net.last().stuck = true;
    transport().send(2, append(0, 100_000));
    assertEquals(0, one.exchange.counters().messagesDropped.sum());
    transport().flush();
    transport().send(2, wakeUp(0));
    assertEquals(1, one.exchange.counters().messagesDropped.sum());
    Outcome outcome = ask("b", 100);
    time.run(1);
    assertEquals(List.of("NOT_SENT"), outcome.ends);
    transport().send(2, append(0, 2 << 20));
    assertEquals(2, one.exchange.counters().messagesDropped.sum(), "longer than any frame");
  }

  @Test
  void largeMessagesArriveWholeAndInOrder() {
    one.connectTo(two);
    for (int i = 0; i < 5; i++) {
      transport().send(2, append(0, 200_000));
      transport().flush();
      time.run(2);
      transport().send(2, wakeUp(0));
      transport().flush();
    }
    time.run(5);
    assertEquals(10, two.boxes.get(0).messages.size());
    for (int i = 0; i < 10; i += 2) {
      assertEquals(append(0, 200_000), two.boxes.get(0).messages.get(i).message());
      assertEquals(wakeUp(0), two.boxes.get(0).messages.get(i + 1).message());
    }
  }

  @Test
  void readingPausesWhileAnotherLoopIsBusyAndGoesOnAfterwards() {
    one.connectTo(two);
    // The link is on loop 0 of store two; what loop 1 is handed it takes at the end of this instant.
    for (int i = 0; i < 20; i++) {
      transport().send(2, append(1, 3000));
      transport().flush();
      time.run(0);
    }
    time.run(5);
    assertEquals(20, two.boxes.get(1).messages.size());
    assertTrue(two.exchange.counters().readingPaused.sum() > 0);
    send(10);
    time.run(1000);
    assertEquals(25, two.boxes.get(1).messages.size());
    assertEquals(List.of(), one.boxes.getFirst().gone);
  }

  @Test
  void whatCannotBeAnsweredBecauseNobodyReadsIsDropped() {
    one.connectTo(two);
    net.last().other().stuck = true;
    byte[] payload = new byte[3000];
    for (int i = 0; i < 4; i++) {
      transport().request(2, payload, transport().loop().nanoTime() + 1_000_000_000, outcome());
      transport().flush();
    }
    time.run(5);
    assertEquals(4, two.boxes.get(0).questions.size());
    assertEquals(2, two.exchange.counters().answersDropped.sum());
  }

  private LoopTransport transport() { return one.transports.getFirst(); }

  private void send(int count) {
    for (int i = 0; i < count; i++) transport().send(2, wakeUp(i));
    transport().flush();
  }

  private Outcome ask(String question, long millis) {
    Outcome outcome = outcome();
    transport().request(2, question.getBytes(UTF_8), transport().loop().nanoTime() + millis * 1_000_000, outcome);
    return outcome;
  }

  /** One that may be told from now on: the loop has no task at hand while the test runs. */
  private Outcome outcome() {
    Outcome outcome = new Outcome();
    transport().loop().execute(() -> outcome.asking = false);
    return outcome;
  }

  private static List<Long> groups(MemoryStore store, int loop) {
    return store.boxes.get(loop).messages.stream().map(got -> got.message().group()).toList();
  }

  private static GroupMessage wakeUp(long group) {
    return new GroupMessage(group, 1, new WakeUp(2, 3));
  }

  private static GroupMessage append(long group, int bytes) {
    LogEntry entry = new LogEntry(1, 1, EntryKind.COMMAND, new EntryBytes(Bytes.of(new byte[bytes])));
    return new GroupMessage(group, 1, new AppendRequest(1, 1, LogMark.ZERO, List.of(entry), 0, 0));
  }
}
