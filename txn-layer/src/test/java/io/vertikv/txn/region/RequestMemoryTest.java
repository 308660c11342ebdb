package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.bytes;
import static io.vertikv.txn.region.TestOperation.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.group.EntryBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is known of a request, through the applier, the engine and restarts. */
class RequestMemoryTest {
  private static final long REGION = 2;
  private static final long STREAM = 5;
  private static final RegionConfig CONFIG = RegionConfig.defaults();

  private final MemoryEngine engine = new MemoryEngine();
  private RegionApplier applier;
  private RequestMemory memory;
  private long index;

  RequestMemoryTest() { reopen(); }

  private void reopen() {
    RegionMemory found = RegionMemory.read(engine, Replicas.whole(REGION), CONFIG.requests());
    applier = new RegionApplier(REGION, engine, found, CONFIG);
    memory = new RequestMemory(found.loops());
  }

  /** One log entry for one request. */
  private void apply(long stream, long sequence, byte[] outcome) {
    RequestGroup group = new RequestGroup(stream);
    group.add(sequence, outcome);
    apply(group);
  }

  private void apply(RequestGroup group) {
    Batch batch = new Batch(1);
    batch.requests.add(group);
    ByteWriter out = new ByteWriter();
    RegionWrite.encode(batch, 1, 0, false, out);
    EngineBatch to = new EngineBatch();
    applier.apply(List.of(new LogEntry(++index, 1, EntryKind.COMMAND, new EntryBytes(out.toBytes()))), to);
    engine.write(to);
    applier.takeRequests(index, memory::applied);
  }

  private RequestMemory.Verdict again(long stream, long sequence) {
    return memory.look(new RequestId(stream, sequence, true));
  }

  private void assertNew(long stream, long sequence) {
    assertInstanceOf(RequestMemory.New.class, again(stream, sequence));
  }

  private void assertForgotten(long stream, long sequence) {
    assertInstanceOf(RequestMemory.Forgotten.class, again(stream, sequence));
  }

  private void assertDone(String outcome, long stream, long sequence) {
    assertEquals(outcome, text(assertInstanceOf(RequestMemory.Done.class, again(stream, sequence)).outcome()));
  }

  @Test
  void whatNeverCameIsToldFromWhatIsForgotten() {
    apply(STREAM, 1, bytes("one"));
    apply(STREAM, 3, bytes("three"));
    assertNew(STREAM, 2);
    byte[] large = new byte[RegionConfig.OUTCOME_BYTES_MAX];
    for (int i = 10; i < 10 + 2 * RequestLimits.DEFAULT.bytesMax() / large.length; i++) apply(STREAM, i, large);
    for (int restart = 0; restart < 2; restart++) {
      assertForgotten(STREAM, 1);
      assertForgotten(STREAM, 2);
      assertForgotten(STREAM, 3);
      assertInstanceOf(RequestMemory.Forgotten.class, memory.look(new RequestId(STREAM, 2, false)),
          "a late first copy");
      assertNew(STREAM, 1 << 20);
      assertNew(STREAM + 1, 1);
      assertTrue(recordBytes() <= RequestLimits.DEFAULT.bytesMax());
      reopen();
    }
  }

  private long recordBytes() {
    long sum = 0;
    try (EngineCursor records = engine.cursor(Family.META, RegionKeys.requests(REGION), ReadTier.DISK)) {
      while (records.next()) sum += records.key().length + records.value().length;
    }
    return sum;
  }

  @Test
  void aGapAboveTheFloorNeverCame() {
    RequestGroup all = new RequestGroup(STREAM);
    for (int i = 1; i <= RequestLimits.DEFAULT.requestsMax(); i++) all.add(i, bytes("x"));
    apply(all);
    apply(STREAM, RequestLimits.DEFAULT.requestsMax() + 2, bytes("youngest"));
    assertForgotten(STREAM, RequestLimits.DEFAULT.requestsMax());
    assertNew(STREAM, RequestLimits.DEFAULT.requestsMax() + 1);
    assertDone("youngest", STREAM, RequestLimits.DEFAULT.requestsMax() + 2);
  }

  @Test
  void aLateRequestThatIsForgottenLeavesTheHighestFloor() {
    apply(STREAM, 10, bytes("ten"));
    apply(STREAM, 5, bytes("five"));
    forgetEverythingBut(9);
    assertForgotten(STREAM, 10);
    assertNew(STREAM, 11);
    reopen();
    assertForgotten(STREAM, 10);
  }

  private void forgetEverythingBut(long stream) {
    RequestGroup many = new RequestGroup(stream);
    for (int i = 1; i <= RequestLimits.DEFAULT.requestsMax(); i++) many.add(i, new byte[0]);
    apply(many);
  }

  /** Found by the simulator, seed 146: a transfer of the stream's past was done a second time. */
  @Test
  void aForgottenStreamThatComesBackDoesNotMakeItsPastNew() {
    apply(7, 8, bytes("eight"));
    for (int stream = 100; stream <= 100 + RequestLimits.DEFAULT.streamsMax(); stream++) apply(stream, 1, bytes("x"));
    forgetEverythingBut(9);
    reopen();
    assertForgotten(7, 8);
    apply(7, 10, bytes("ten"));
    for (int restart = 0; restart < 2; restart++) {
      assertForgotten(7, 8);
      assertDone("ten", 7, 10);
      assertNew(7, 11);
      reopen();
    }
  }

  @Test
  void nothingIsCertainOfAStreamOnceStreamsAreForgotten() {
    for (int stream = 100; stream <= 100 + RequestLimits.DEFAULT.streamsMax(); stream++) apply(stream, 1, bytes("x"));
    assertNew(7, 1);
    forgetEverythingBut(9);
    for (int restart = 0; restart < 2; restart++) {
      assertForgotten(7, 1);
      assertInstanceOf(RequestMemory.New.class, memory.look(new RequestId(7, 1, false)));
      assertForgotten(100, 1);
      assertForgotten(100 + RequestLimits.DEFAULT.streamsMax(), 1);
      assertNew(100 + RequestLimits.DEFAULT.streamsMax(), 2);
      reopen();
    }
  }

  @Test
  void whatIsPendingIsKnownUntilLeadershipIsLost() {
    apply(STREAM, 1, bytes("one"));
    Batch batch = new Batch(2);
    memory.pending(new RequestId(STREAM, 2, false), bytes("two"), batch);
    memory.pending(new RequestId(STREAM + 1, 1, false), bytes("other"), batch);
    assertSame(batch, assertInstanceOf(RequestMemory.Done.class, again(STREAM, 2)).batch());
    assertEquals(2, batch.requests.size());
    memory.dropPending();
    assertNew(STREAM, 2);
    assertNew(STREAM + 1, 1);
    assertDone("one", STREAM, 1);
    apply(STREAM, 3, bytes("three"));
    assertNew(STREAM, 2);
  }

  /** Whatever comes, in whatever order: never is one that was applied taken for new. */
  @Test
  void whatWasAppliedIsNeverNew() {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      Map<Long, Map<Long, Boolean>> applied = new HashMap<>();
      for (int i = 0; i < 3_000; i++) {
        long stream = 1000 * seed + random.nextInt(5);
        long sequence = i + random.nextInt(20);
        if (applied.computeIfAbsent(stream, s -> new HashMap<>()).putIfAbsent(sequence, true) != null) continue;
        apply(stream, sequence, new byte[random.nextInt(600)]);
        if (random.nextInt(500) == 0) reopen();
      }
      long failed = seed;
      applied.forEach((stream, sequences) -> sequences.keySet().forEach(sequence -> assertTrue(
          !(again(stream, sequence) instanceof RequestMemory.New), "seed " + failed + ": " + stream + " " + sequence)));
    }
  }
}
