package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.append;
import static io.vertikv.txn.region.TestOperation.bytes;
import static io.vertikv.txn.region.TestOperation.get;
import static io.vertikv.txn.region.TestOperation.put;
import static io.vertikv.txn.region.TestOperation.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import io.vertikv.txn.Version;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionExecutorTest {
  @TempDir
  Path folder;

  private final MemoryEngine engine = new MemoryEngine((family, key) -> true);

  private TestStore open() throws Exception { return open(RegionConfig.defaults()); }

  private TestStore open(RegionConfig config) throws Exception {
    return new TestStore(folder, engine, config, Runnable::run);
  }

  @Test
  void aWriteIsReadBack() throws Exception {
    try (TestStore store = open()) {
      TestOperation read = get("a");
      store.run(put("a", "1"), read);
      assertEquals("1", read.result);
    }
  }

  @Test
  void anOperationWaitsForALeaderButNotForever() throws Exception {
    try (TestStore store = new TestStore(folder, engine, RegionConfig.defaults(), Runnable::run, false)) {
      TestOperation late = put("a", "1");
      store.region.submit(late);
      store.region.flush();
      store.loop.turn();
      assertFalse(late.isDone());
      store.loop.advance(5000);
      store.region.tick();
      assertInstanceOf(RegionFailure.Unavailable.class, late.failure);
      TestOperation patient = get("a");
      store.region.submit(patient);
      store.elect();
      store.loop.until(patient::isDone);
      assertNull(patient.failure);
      assertNull(patient.result, "the late one was not executed");
    }
  }

  @Test
  void aReplyThatReadAPendingWriteWaitsForItsCommit() throws Exception {
    try (TestStore store = open()) {
      TestOperation write = put("a", "1");
      TestOperation read = get("a");
      TestOperation other = get("b");
      store.run(get("a"), get("b"));
      store.region.submit(write);
      store.region.submit(read);
      store.region.submit(other);
      store.region.flush();
      store.loop.turn();
      assertEquals("1", read.result, "it has run");
      assertTrue(other.isDone(), "it read nothing that is pending");
      store.loop.until(() -> write.isDone() && read.isDone());
    }
  }

  @Test
  void aThousandAppendsToOneKeyAreAThousandEffectsInOrder() throws Exception {
    try (TestStore store = open()) {
      StringBuilder expected = new StringBuilder();
      TestOperation[] appends = new TestOperation[1000];
      for (int i = 0; i < appends.length; i++) {
        expected.append(i).append(',');
        appends[i] = append("log", i + ",");
      }
      store.run(appends);
      TestOperation read = get("log");
      store.run(read);
      assertEquals(expected.toString(), read.result);
    }
  }

  @Test
  void aFailedOperationLeavesNothing() throws Exception {
    try (TestStore store = open()) {
      store.run(put("a", "1"));
      TestOperation broken = new TestOperation(Mode.WRITE, null, tx -> {
        tx.put(bytes("a"), bytes("2"));
        tx.put(bytes("b"), bytes("2"));
        tx.count(3, 7);
        tx.remind(bytes("b"), 0, 5);
        throw new IllegalStateException("on purpose");
      });
      TestOperation a = get("a");
      TestOperation b = get("b");
      TestOperation counter = new TestOperation(Mode.READ, null, tx -> tx.counter(3));
      store.run(broken, a, b, counter);
      assertInstanceOf(RegionFailure.Defect.class, broken.failure);
      assertEquals("1", a.result);
      assertNull(b.result);
      assertEquals(0L, counter.result);
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterARestart() throws Exception {
    try (TestStore store = open()) {
      store.run(put("a", "1"), put("b", "2"), new TestOperation(Mode.WRITE, null, tx -> {
        tx.count(5, 42);
        return null;
      }));
      store.run(put("a", "3"));
    }
    MemoryEngine crashed = engine.crash(new Random(7));
    try (TestStore store = new TestStore(folder, crashed, RegionConfig.defaults(), Runnable::run)) {
      TestOperation a = get("a");
      TestOperation b = get("b");
      TestOperation counter = new TestOperation(Mode.READ, null, tx -> tx.counter(5));
      store.run(a, b, counter);
      assertEquals(List.of("3", "2", 42L), List.of(a.result, b.result, counter.result));
    }
  }

  @Test
  void aColdKeyIsLoadedAndTheOperationRunAgain() throws Exception {
    try (TestStore store = open()) {
      store.run(put("a", "1"));
    }
    engine.chill();
    try (TestStore store = open()) {
      TestOperation read = get("a");
      TestOperation more = append("a", "2");
      store.run(read, more);
      assertEquals("1", read.result);
      assertEquals("12", more.result);
      assertTrue(read.runs > 1, "it was not in memory");
    }
  }

  @Test
  void aLaneKeepsItsOrderWhileSomethingIsLoaded() throws Exception {
    try (TestStore store = open()) {
      store.run(put("cold", "1"));
    }
    engine.chill();
    List<Runnable> work = new ArrayList<>();
    try (TestStore store = new TestStore(folder, engine, RegionConfig.defaults(), work::add)) {
      Lane lane = new Lane();
      TestOperation first = new TestOperation(Mode.READ, lane, tx -> text(tx.get(bytes("cold"))));
      TestOperation second = new TestOperation(Mode.WRITE, lane, tx -> {
        tx.put(bytes("cold"), bytes("2"));
        return "OK";
      });
      TestOperation stranger = put("other", "x");
      store.region.submit(first);
      store.region.submit(second);
      store.region.submit(stranger);
      store.region.flush();
      store.loop.until(stranger::isDone);
      assertFalse(second.isDone(), "it must not overtake its own lane");
      work.forEach(Runnable::run);
      store.loop.until(() -> first.isDone() && second.isDone());
      assertEquals("1", first.result);
    }
  }

  @Test
  void aLaneIsAnotherOneAtEachRegion() throws Exception {
    try (TestStore store = open()) {
      store.run(put("cold", "1"));
    }
    engine.chill();
    List<Runnable> work = new ArrayList<>();
    MemoryEngine others = new MemoryEngine();
    try (TestStore store = new TestStore(folder, engine, RegionConfig.defaults(), work::add);
        TestStore other = new TestStore(folder.resolve("other"), others, RegionConfig.defaults(), work::add)) {
      Lane lane = new Lane();
      TestOperation first = new TestOperation(Mode.READ, lane, tx -> text(tx.get(bytes("cold"))));
      TestOperation elsewhere = new TestOperation(Mode.WRITE, lane, tx -> {
        tx.put(bytes("there"), bytes("2"));
        return "OK";
      });
      store.region.submit(first);
      store.region.flush();
      store.loop.until(() -> !work.isEmpty());
      other.region.submit(elsewhere);
      other.region.flush();
      other.loop.until(elsewhere::isDone);
      work.forEach(Runnable::run);
      store.loop.until(first::isDone);
      assertEquals("1", first.result);
      assertEquals(1, elsewhere.runs);
    }
  }

  @Test
  void aScanSeesPendingWritesOverTheEngine() throws Exception {
    try (TestStore store = open()) {
      store.run(put("k1", "a"), put("k2", "b"), put("k3", "c"));
      TestOperation scan = scan(Direction.FORWARD);
      TestOperation back = scan(Direction.BACKWARD);
      TestOperation delete = new TestOperation(Mode.WRITE, null, tx -> {
        tx.delete(bytes("k2"));
        return null;
      });
      store.run(put("k0", "z"), delete, put("k3", "d"), scan, back);
      assertEquals("k0=z k1=a k3=d ", scan.result);
      assertEquals("k3=d k1=a k0=z ", back.result);
    }
  }

  private static TestOperation scan(Direction direction) {
    return new TestOperation(Mode.READ, null, tx -> {
      StringBuilder found = new StringBuilder();
      try (Cursor cursor = tx.scan(KeyRange.prefix(bytes("k")), direction)) {
        while (cursor.next()) found.append(text(cursor.key())).append('=').append(text(cursor.value())).append(' ');
      }
      return found.toString();
    });
  }

  @Test
  void aColdScanRunsOnAWorkerWithWhatIsPending() throws Exception {
    try (TestStore store = open()) {
      store.run(put("k1", "a"), put("k2", "b"));
    }
    engine.chill();
    try (TestStore store = open()) {
      TestOperation scan = scan(Direction.FORWARD);
      TestOperation rewrite = new TestOperation(Mode.WRITE, null, RegionExecutorTest::doubleAll);
      TestOperation after = scan(Direction.FORWARD);
      store.run(put("k3", "c"), scan, rewrite, after);
      assertEquals("k1=a k2=b k3=c ", scan.result);
      assertEquals("k1=aa k2=bb k3=cc ", after.result);
    }
  }

  private static Object doubleAll(Tx tx) {
    try (Cursor cursor = tx.scan(KeyRange.prefix(bytes("k")), Direction.FORWARD)) {
      while (cursor.next()) tx.put(cursor.key(), bytes(text(cursor.value()).repeat(2)));
    }
    return null;
  }

  @Test
  void anExclusiveOperationDeletesARangeBetweenWhatCameBeforeAndAfter() throws Exception {
    try (TestStore store = open()) {
      TestOperation flush = new TestOperation(Mode.EXCLUSIVE, null, tx -> {
        tx.deleteRange(KeyRange.prefix(bytes("k")));
        return "OK";
      });
      TestOperation scan = scan(Direction.FORWARD);
      store.run(put("k1", "a"), put("x", "keep"), flush, put("k2", "b"), scan, get("k1"));
      assertEquals("k2=b ", scan.result);
      TestOperation kept = get("x");
      TestOperation gone = get("k1");
      store.run(kept, gone);
      assertEquals("keep", kept.result);
      assertNull(gone.result);
    }
  }

  @Test
  void aVersionChangesWithEveryBatchThatWritesTheKey() throws Exception {
    try (TestStore store = open()) {
      TestOperation watch = new TestOperation(Mode.READ, null, tx -> tx.version(bytes("a")));
      TestOperation same = new TestOperation(Mode.READ, null, tx -> tx.version(bytes("a")));
      TestOperation later = new TestOperation(Mode.READ, null, tx -> tx.version(bytes("a")));
      store.run(put("a", "1"), watch, same, put("a", "1"), later);
      long watched = ((Version) watch.result).commitTs();
      assertEquals(watched, ((Version) same.result).commitTs());
      assertTrue(((Version) later.result).commitTs() > watched, "written again, with the same value");
    }
  }

  /** Found by the simulator, seed 219: two blocks that had watched the same absent key were both run. */
  @Test
  void aVersionWrittenEarlierInTheSameRunIsNotThatOfAnAbsentKey() throws Exception {
    try (TestStore store = open()) {
      TestOperation watch = new TestOperation(Mode.READ, null, tx -> tx.version(bytes("a")));
      store.run(watch);
      assertEquals(0, ((Version) watch.result).commitTs());
      TestOperation check = new TestOperation(Mode.READ, null, tx -> tx.version(bytes("a")).commitTs());
      store.run(put("a", "1"), check);
      assertEquals(Version.UNDECIDED, check.result);
    }
  }

  @Test
  void manyKeysWithATinyCacheReadAsInAMap() throws Exception {
    RegionConfig tiny = new RegionConfig(20_000, 1 << 12, 1 << 20, 1 << 16, 64, 8, 1_000_000_000L, 0, 16);
    Random random = new Random(11);
    TreeMap<String, String> model = new TreeMap<>();
    try (TestStore store = open(tiny)) {
      for (int round = 0; round < 60; round++) {
        TestOperation[] operations = new TestOperation[50];
        for (int i = 0; i < operations.length; i++) operations[i] = draw(random, model);
        store.run(operations);
        engine.chill();
        store.loop.advance(5);
      }
      TestOperation all = scan(Direction.FORWARD);
      store.run(all);
      StringBuilder expected = new StringBuilder();
      model.forEach((key, value) -> expected.append(key).append('=').append(value).append(' '));
      assertEquals("", firstDifference(expected.toString(), (String) all.result));
    }
  }

  private static String firstDifference(String expected, String actual) {
    String[] a = expected.split(" ");
    String[] b = actual.split(" ");
    for (int i = 0; i < Math.min(a.length, b.length); i++) if (!a[i].equals(b[i])) return a[i] + " became " + b[i];
    return a.length == b.length ? "" : a.length + " entries became " + b.length;
  }

  private static TestOperation draw(Random random, TreeMap<String, String> model) {
    String key = "k" + random.nextInt(400);
    if (random.nextInt(4) == 0) {
      model.remove(key);
      return new TestOperation(Mode.WRITE, null, tx -> {
        tx.delete(bytes(key));
        return null;
      });
    }
    String value = "v".repeat(random.nextInt(200)) + random.nextInt();
    model.put(key, value);
    return put(key, value);
  }
}
