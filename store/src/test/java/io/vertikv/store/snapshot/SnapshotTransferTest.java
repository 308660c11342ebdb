package io.vertikv.store.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.snapshot.SnapshotPair.Fate;
import io.vertikv.store.snapshot.SnapshotPair.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two stores in the heap, one loop, a wire that does what the test wants. */
class SnapshotTransferTest {
  private static final long INDEX = 40;

  private final Random random = new Random(5);
  private final PowerSwitch power = new PowerSwitch();
  private final MemoryEngine from = new MemoryEngine();
  private final MemoryEngine to = new MemoryEngine();
  private final SimSnapshots fromDisk = new SimSnapshots(power, random);
  private final SimSnapshots toDisk = new SimSnapshots(power, random);

  private SnapshotPair pair() { return pair(SnapshotPair.small()); }

  private SnapshotPair pair(SnapshotConfig config) {
    Regions.write(from, random, INDEX, 150);
    Regions.write(to, random, 3, 80);
    return new SnapshotPair(config, from, fromDisk, to, toDisk);
  }

  @Test
  void aRegionArrivesAsItWasAndNothingElseIsTouched() {
    SnapshotPair pair = pair();
    Map<String, Bytes> region = Regions.content(from, true);
    Map<String, Bytes> neighbours = Regions.content(to, false);
    SnapshotId id = pair.sendWell();
    assertEquals(INDEX, id.last().index());
    assertEquals(1, pair.arrivals.size());
    assertEquals(SnapshotPair.RECEIVING_PEER, pair.arrivals.getFirst().toPeer());
    assertInstanceOf(RestoreOutcome.Restored.class, pair.restore(id));
    assertEquals(region, Regions.content(to, true));
    assertEquals(neighbours, Regions.content(to, false));
    assertNothingIsLeft(pair);
  }

  @Test
  void whatIsWrittenDuringTheExportIsNotInTheSnapshot() {
    SnapshotPair pair = pair();
    Map<String, Bytes> region = Regions.content(from, true);
    List<Long> written = new ArrayList<>();
    pair.wire = new Wire() {
      @Override
      public Fate request(SnapshotRequest request, byte[] payload) {
        from.write(Regions.applied(Regions.changes(random, 5, true), INDEX + 1));
        return Fate.ARRIVES;
      }
    };
    pair.send(1, state -> {
      RegionPoint point = Regions.describe(state);
      from.write(Regions.applied(Regions.changes(random, 50, true), INDEX + 1));
      written.add(point.last().index());
      return point;
    });
    pair.loop.until(() -> !pair.outcomes.isEmpty());
    pair.restore(((SendOutcome.Sent) pair.outcomes.getFirst()).snapshot());
    assertEquals(List.of(INDEX), written);
    assertEquals(region, Regions.content(to, true));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aBadWireOnlyDelays(long seed) {
    Random wire = new Random(seed);
    SnapshotPair pair = pair();
    pair.wire = new Wire() {
      @Override
      public Fate request(SnapshotRequest request, byte[] payload) {
        if (wire.nextInt(10) == 0 && request instanceof SnapshotRequest.Chunk) payload[payload.length - 1] ^= 1;
        return fate();
      }

      @Override
      public Fate answer(SnapshotAnswer answer) { return fate(); }

      private Fate fate() { return wire.nextInt(4) == 0 ? Fate.values()[wire.nextInt(4)] : Fate.ARRIVES; }
    };
    Map<String, Bytes> region = Regions.content(from, true);
    SnapshotId id = pair.sendWell();
    assertEquals(1, pair.arrivals.size());
    assertInstanceOf(RestoreOutcome.Restored.class, pair.restore(id), "seed " + seed);
    assertEquals(region, Regions.content(to, true));
    assertNothingIsLeft(pair);
  }

  @Test
  void afterALostConnectionItGoesOnWhereItStopped() {
    SnapshotPair pair = pair();
    int[] chunks = new int[1];
    pair.wire = new Wire() {
      @Override
      public Fate request(SnapshotRequest request, byte[] payload) {
        if (!(request instanceof SnapshotRequest.Chunk)) return Fate.ARRIVES;
        return ++chunks[0] % 7 == 0 ? Fate.LOST : Fate.ARRIVES;
      }
    };
    pair.sendWell();
    long needed = 0;
    for (var file : pair.arrivals.getFirst().manifest().files()) needed += (file.length() + 99) / 100;
    assertEquals(needed, chunks[0] - chunks[0] / 7);
  }

  @Test
  void aReceiverThatForgotIsOfferedItAgain() {
    SnapshotPair pair = pair();
    int[] chunks = new int[1];
    pair.wire = new Wire() {
      @Override
      public Fate request(SnapshotRequest request, byte[] payload) {
        if (request instanceof SnapshotRequest.Chunk && ++chunks[0] == 5)
          pair.receiver.discard(
              request.transfer().snapshot());
        return Fate.ARRIVES;
      }
    };
    pair.restore(pair.sendWell());
    assertEquals(Regions.content(from, true), Regions.content(to, true));
  }

  @Test
  void aSenderGivesUpWhenNothingMoves() {
    SnapshotPair pair = pair();
    pair.wire = new Wire() {
      @Override
      public Fate request(SnapshotRequest request, byte[] payload) {
        return request instanceof SnapshotRequest.Chunk ? Fate.LOST : Fate.ARRIVES;
      }
    };
    pair.send(1);
    pair.loop.until(() -> !pair.outcomes.isEmpty());
    assertInstanceOf(SendOutcome.Failed.class, pair.outcomes.getFirst());
    assertEquals(List.of(), fromDisk.names());
    pair.loop.runForMillis(3L * pair.config.idleMillis());
    assertNothingIsLeft(pair);
  }

  @Test
  void aRefusalEndsIt() {
    SnapshotPair pair = pair();
    pair.refusal = "the epoch is stale";
    pair.send(1);
    pair.loop.until(() -> !pair.outcomes.isEmpty());
    assertEquals(List.of(new SendOutcome.Failed("refused: the epoch is stale")), pair.outcomes);
    assertNothingIsLeft(pair);
  }

  @Test
  void aFullDiskRefuses() {
    SnapshotPair pair = pair();
    toDisk.freeBytes = 1000;
    pair.send(1);
    pair.loop.until(() -> !pair.outcomes.isEmpty());
    assertInstanceOf(SendOutcome.Failed.class, pair.outcomes.getFirst());
    assertTrue(pair.outcomes.getFirst().toString().contains("no room for"), pair.outcomes.toString());
    pair.loop.runForMillis(100);
    assertNothingIsLeft(pair);
  }

  @Test
  void aReplicaThatIsBehindDoesNotSend() {
    SnapshotPair pair = pair();
    pair.sender.send(new SnapshotTask(Regions.REGION, 1, 11, 2, 12, INDEX + 1, Regions::describe), pair.outcomes::add);
    pair.loop.until(() -> !pair.outcomes.isEmpty());
    assertInstanceOf(SendOutcome.Failed.class, pair.outcomes.getFirst());
    assertNothingIsLeft(pair);
  }

  /** After each number of milliseconds: while waiting, exporting, sealing, sending, finishing. */
  @Test
  void itCanBeCancelledAtAnyTime() {
    SnapshotPair pair = pair();
    int cancelled = 0;
    for (long millis = 0; pair.arrivals.isEmpty(); millis++) {
      int before = pair.outcomes.size();
      SnapshotSender.Handle handle = pair.send(1);
      pair.loop.runForMillis(millis);
      handle.cancel();
      pair.loop.until(() -> pair.outcomes.size() > before);
      assertEquals(before + 1, pair.outcomes.size());
      if (pair.outcomes.getLast() instanceof SendOutcome.Cancelled) cancelled++;
      assertEquals(List.of(), fromDisk.names());
      pair.loop.runForMillis(20);
      if (pair.arrivals.isEmpty()) assertEquals(List.of(), toDisk.names(), "after " + millis + " ms");
    }
    assertTrue(cancelled > 100, cancelled + " cancelled");
    assertEquals(0, pair.sender.underWay());
  }

  @Test
  void cancellingWhatHasArrivedDoesNotTakeItBack() {
    SnapshotPair pair = pair();
    SnapshotSender.Handle handle = pair.send(1);
    pair.loop.until(() -> !pair.arrivals.isEmpty());
    pair.loop.runForMillis(2);
    handle.cancel();
    pair.loop.runForMillis(50);
    handle.cancel();
    pair.loop.runForMillis(50);
    SendOutcome.Sent sent = assertInstanceOf(SendOutcome.Sent.class, pair.outcomes.getFirst());
    assertInstanceOf(RestoreOutcome.Restored.class, pair.restore(sent.snapshot()));
  }

  @Test
  void aLaterLeaderReplacesAnEarlierOneAndNotTheOtherWayRound() {
    SnapshotPair pair = pair();
    pair.send(5);
    pair.loop.runForMillis(200);
    from.write(Regions.applied(Regions.changes(random, 20, true), INDEX + 1));
    Map<String, Bytes> newer = Regions.content(from, true);
    pair.send(6);
    pair.loop.until(() -> pair.outcomes.size() == 2);
    assertInstanceOf(SendOutcome.Failed.class, pair.outcomes.get(0), "of term 5");
    SendOutcome.Sent sent = assertInstanceOf(SendOutcome.Sent.class, pair.outcomes.get(1), "of term 6");
    assertEquals(INDEX + 1, sent.snapshot().last().index());
    pair.send(4);
    pair.loop.until(() -> pair.outcomes.size() == 3);
    assertInstanceOf(SendOutcome.Sent.class, pair.outcomes.get(2), "the same bytes are welcome from anybody");
    pair.restore(sent.snapshot());
    assertEquals(newer, Regions.content(to, true));
  }

  @Test
  void aLaterLeaderWithTheSameBytesAnnouncesThemAgain() {
    SnapshotPair pair = pair();
    pair.sendWell();
    pair.send(9);
    pair.loop.until(() -> pair.outcomes.size() == 2);
    assertEquals(List.of(1L, 9L), pair.arrivals.stream().map(SnapshotArrival::raftTerm).toList());
  }

  @Test
  void onlySoManyRunAtOnceAndTheLogIsPinned() {
    SnapshotPair pair = pair();
    assertEquals(OptionalLong.empty(), pair.sender.pinnedIndex(Regions.REGION));
    for (int i = 0; i < 4; i++) pair.send(1);
    pair.loop.runForMillis(20);
    assertEquals(OptionalLong.of(1), pair.sender.pinnedIndex(Regions.REGION), "two wait and have no state yet");
    assertEquals(2, fromDisk.names().size());
    pair.loop.until(() -> pair.outcomes.size() == 2);
    pair.loop.runForMillis(20);
    assertEquals(OptionalLong.of(INDEX), pair.sender.pinnedIndex(Regions.REGION));
    pair.loop.until(() -> pair.outcomes.size() == 4);
    assertEquals(OptionalLong.empty(), pair.sender.pinnedIndex(Regions.REGION));
    assertEquals(1, pair.arrivals.size(), "all four are the same state");
  }

  @Test
  void theRateIsKept() {
    SnapshotConfig fast = SnapshotPair.small();
    SnapshotPair pair = pair(new SnapshotConfig(fast.tableBytesMax(), fast.sliceBytes(), fast.chunkBytes(), 0, 200,
        1, 1, 50, 10, 100_000, 200_000, 0));
    long start = pair.loop.nanoTime();
    pair.sendWell();
    long seconds = (pair.loop.nanoTime() - start) / 1_000_000_000;
    long expected = pair.arrivals.getFirst().manifest().bytes() / 200;
    assertTrue(expected > 10 && Math.abs(seconds - expected) <= 1, seconds + " s instead of " + expected);
  }

  @Test
  void aSnapshotThatNobodyWantsIsForgotten() {
    SnapshotPair pair = pair();
    pair.sendWell();
    assertEquals(1, toDisk.names().size());
    pair.loop.runForMillis(3L * pair.config.idleMillis());
    assertNothingIsLeft(pair);
  }

  @Test
  void aDamagedFileIsNotRestored() {
    SnapshotPair pair = pair();
    Map<String, Bytes> before = Regions.content(to, true);
    SnapshotId id = pair.sendWell();
    var files = toDisk.folder(toDisk.names().getFirst()).files;
    files.get(pair.arrivals.getFirst().manifest().files().getFirst().name()).bytes[3] ^= 4;
    assertInstanceOf(RestoreOutcome.Unchanged.class, pair.restore(id));
    assertEquals(before, Regions.content(to, true));
    assertNothingIsLeft(pair);
    assertInstanceOf(RestoreOutcome.Restored.class, pair.restore(pair.sendWell()), "and it is sent again");
  }

  @Test
  void anEmptyRegionReplacesAFullOne() {
    EngineBatch clear = new EngineBatch();
    SnapshotPair pair = pair();
    for (var part : Regions.point(Regions.RANGE, 0).owned()) clear.deleteRange(part.family(), part.range());
    from.write(Regions.applied(clear, INDEX + 5));
    pair.restore(pair.sendWell());
    assertEquals(Regions.content(from, true), Regions.content(to, true));
    assertEquals(1, Regions.content(to, true).size(), "the applied state");
  }

  @Test
  void aStrangersBytesAreRefused() {
    SnapshotPair pair = pair();
    List<SnapshotAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      if (noise.length > 2) noise[0] = 1;
      if (noise.length > 2) noise[1] = (byte) random.nextInt(1, 5);
      pair.receiver.asked(9, noise, answer -> answers.add(SnapshotWire.answer(answer)));
    }
    pair.loop.runForMillis(10);
    assertEquals(200, answers.size());
    for (SnapshotAnswer answer : answers) {
      assertTrue(answer instanceof SnapshotAnswer.Refused || answer instanceof SnapshotAnswer.Unknown, "" + answer);
    }
    assertEquals(0, pair.receiver.underWay());
  }

  private void assertNothingIsLeft(SnapshotPair pair) {
    assertEquals(0, pair.sender.underWay());
    assertEquals(0, pair.receiver.underWay());
    assertEquals(List.of(), fromDisk.names());
    assertEquals(List.of(), toDisk.names());
    assertEquals(List.of(), RestoreMarker.all(to));
  }
}
